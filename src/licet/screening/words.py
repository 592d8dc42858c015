"""Words that are written in many ways or that carry little: legal forms, abbreviations, titles, families.

Our own short tables. ``EXPANDED`` writes legal forms and abbreviations out, in English, so that misspelled
words still meet word by word; ``LIGHT`` words tell parties apart only weakly; ``FAMILIES`` are names whose
romanizations differ.
"""

from __future__ import annotations

__all__ = ["EXPANDED", "FAMILIES", "GENERIC", "LIGHT", "PHRASES", "TITLES"]

_EXPANSIONS = """
limited: ltd tld ldt ltda limitada lte ogranichennoi ogranichennoy ogranichenoi
company: co cia compania companhia comp cie kompaniya obshchestvo obschestvo compagnie
corporation: corp corporacion korporatsiya
incorporated: inc
limited liability company: llc llk ooo too mchj tov
joint stock company: jsc ao zao oao ojsc cjsc
public joint stock company: pjsc pao
joint: aktsionernoe
public: publichnoe
closed: zakrytoe
liability: otvetstvennostyu otvetstvennostiu
private: pvt prvt
proprietary: pty
technology: tech technologies technologie tekhnologii tekhnologiya teknoloji techs technol
technical: tekhnicheskii
international: intl internacional internationale intern intnl
group: grp gruppa
services: service svc svcs srvces srvc servis
industry: industries ind indus
manufacturing: mfg manufacture
enterprises: enterprise ent predpriyatie
trading: trade trdg torgovyi torgovaya ticaret sanayi
engineering: engrg
electronics: electronic elec elektronik elektronika
development: dev devel
research: rsch
institute: inst
university: univ universitet
aviation: avn
communications: communication comm
telecommunications: telecommunication telecom
systems: system sys sistemy
shipping: shpg
transportation: transp
laboratory: lab laboratories labs
department: dept
association: assoc assn
organization: org organisation
national: natl
general: gen
scientific: nauchno
production: proizvodstvennoe prod
plant: zavod
factory: fabrika
bureau: byuro
and: & und et
saint: st
mount: mt
number: nr
company limited: coltd
"""

EXPANDED = {
    short: line.split(":")[0].split()
    for line in _EXPANSIONS.strip().splitlines()
    for short in line.split(":")[1].split()
}

PHRASES = (
    ("you xian ze ren gong si", "limited liability company"),
    ("you xian gong si", "company limited"),
    ("gu fen", "shares"),
    ("gong si", "company"),
    ("ji shu", "technology"),
    ("ke ji", "technology"),
    ("dian zi", "electronics"),
    ("ji tuan", "group"),
    ("guo ji", "international"),
    ("mao yi", "trading"),
    ("shi ye", "industry"),
    ("da xue", "university"),
    ("yan jiu suo", "research institute"),
    ("yan jiu yuan", "research institute"),
    ("ke xue", "science"),
    ("gong cheng", "engineering"),
    ("gong ye", "industry"),
    ("tong xin", "communications"),
    ("xin xi", "information"),
    ("zhong guo", "china"),
)
"""What common Chinese words mean, by their pinyin; read only where the name was Chinese."""

LIGHT = frozenset(
    """
    limited company corporation incorporated liability joint stock public closed private proprietary llp lp sa srl
    sarl gmbh ag kg bv nv plc pte oy ab as sdn bhd spa kk fze fzco fzc est group ges ohg doo dd ad
    eood ead kft zrt ltee sl slu cv and the of de la le al el shares s y e i
    """.split()
)
"""Written forms whose presence or absence says little."""

TITLES = frozenset(
    """
    mr mrs ms miss dr prof professor sir dame sheikh shaykh shaikh sheik hajji haji hajj col colonel
    eng engr capt captain maj sgt sayyid sayed mullah mulla maulvi ustad jr sr ii iii hon rev
    """.split()
)
"""Titles, ranks and generational suffixes of persons."""

FAMILIES = (
    "muhammad mohammed mohamed muhammed mohammad muhamad mohamad mohd mehmet mahomet",
    "ahmad ahmed ahmet achmad",
    "yusuf yousef youssef yusif yousif joseph yosef josef",
    "hussein husayn husein hussain hosein hussien hossein husain",
    "abdullah abdallah abdulla abdulah",
    "aleksandr alexander aleksander alexandr oleksandr alexandre",
    "dmitri dmitry dmitrii dimitri dmitriy dmytro",
    "sergei sergey sergej sergii serhii",
    "yevgeny evgeny evgenii eugene yevgeniy evgeniy yevhen",
    "ivanov ivanoff",
    "khalid khaled haled chaled",
    "qasim kasim kassem qassem qasem kasem ghasem",
    "zhang chang",
    "li lee",
    "wang wong",
    "gaddafi qaddafi kadafi khadafy qadhafi gadhafi kaddafi",
    "osama usama oussama",
    "jaber jabir gaber",
    "nasser nasir naser nassir nasr",
    "ali aly",
    "hasan hassan hasen",
    "ibrahim ebrahim ibragim",
    "ismail esmail ismael ismaeel",
    "mustafa mostafa moustafa mustapha",
    "mahmud mahmoud mahmood",
    "omar umar omer",
    "usman osman othman uthman",
    "said saeed saeid sayeed saed",
    "reza rida ridha",
    "jafar jaafar jafer ja'far",
    "karim kareem kerim",
    "rashid rasheed rachid",
    "salih saleh salah",
    "vladimir wladimir volodymyr",
    "yuri yury yuriy iurii jurij",
    "nikolai nikolay mykola nicholas",
    "mikhail mikhael mykhailo michail",
    "andrei andrey andriy andrej",
    "aleksei alexey alexei aleksey oleksii",
    "pyotr petr peter petro",
    "pavel pavlo paul",
    "ekaterina yekaterina catherine",
    "xiao hsiao",
    "zhou chou",
    "zhao chao",
    "xu hsu",
    "cai tsai",
    "cao tsao",
    "beijing peking",
    "guangdong kwangtung",
    "guangzhou canton",
    "nanjing nanking",
    "tianjin tientsin",
    "chongqing chungking",
    "qingdao tsingtao",
    "kiev kyiv",
    "moscow moskva",
    "petersburg peterburg",
)

GENERIC = frozenset(
    """
    consulting solutions holding holdings global trading general pharma pharmaceutical medical health care foods
    food energy power oil gas petroleum petrochemical chemical chemicals steel metal metals mining bank finance
    financial capital investment investments insurance logistics transport marine maritime airlines air
    construction building materials real estate design digital data software network networks information security
    media entertainment education school hospital hotel travel tourism textile garment furniture auto motor motors
    machinery machine tools electric electrical electronics semiconductor optical instruments instrument precision
    science scientific national central state new first east west north south eastern western northern southern
    america asia europe africa world united american european asian pacific star sun gold golden green blue red
    white black royal best top smart future modern advanced super plus pro one management partners associates
    brothers sons family store shop market supply supplies products distribution wholesale retail import export
    commerce commercial business center centre office agency association foundation trust fund club society
    organization committee council ministry department bureau factory plant works mill farm agriculture
    agricultural technology technical services industry manufacturing enterprises engineering development research
    institute university aviation communications telecommunications systems shipping transportation laboratory
    production international
    """.split()
)
"""Words of business names at large: common there, whatever their count on the lists."""
