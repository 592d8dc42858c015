"""Words that are written in many ways or that carry little: legal forms, abbreviations, titles, families.

Our own short tables. ``EXPANDED`` writes legal forms and abbreviations out, in English, so that misspelled
words still meet word by word; ``LIGHT`` words tell parties apart only weakly; ``FAMILIES`` are names whose
romanizations differ.
"""

from __future__ import annotations

__all__ = [
    "EXPANDED",
    "FAMILIES",
    "FORMS",
    "GENERIC",
    "LAST_OF_FORMS",
    "LEGAL",
    "LIGHT",
    "LONG_FORMS",
    "NOBODY",
    "PHRASES",
    "SLIPS",
    "TITLES",
    "WARES",
    "WRITTEN_OUT",
]

_FORMS = """
limited: ltd tld ldt ltda limitada lte ogranichennoi ogranichennoy ogranichenoi
company: co cia compania companhia comp cie kompaniya obshchestvo obschestvo compagnie empresa
corporation: corp corporacion korporatsiya
incorporated: inc
ag: aktiengesellschaft
limited liability company: llc llk ooo too mchj tov
joint stock company: jsc ao zao oao ojsc cjsc
public joint stock company: pjsc pao
joint: aktsionernoe
public: publichnoe
closed: zakrytoe
liability: otvetstvennostyu otvetstvennostiu
private: pvt prvt
proprietary: pty
company limited: coltd
and: &
"""

_EXPANSIONS = """
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
and: und et
information: info
equipment: eqpt equip
science: sci
innovation: innovations
saint: st
mount: mt
number: nr
first: 1st
2: second
3: third
4: fourth
5: fifth
6: sixth
7: seventh
8: eighth
9: ninth
10: tenth
nord west: northwest
nord east: northeast
sud west: southwest
sud east: southeast
"""


def _table(lines: str) -> dict[str, list[str]]:
    return {
        short: line.split(":")[0].split()
        for line in lines.strip().splitlines()
        for short in line.split(":")[1].split()
    }


FORMS = _table(_FORMS)
"""Legal forms of one word, and the sign for "and", in plain English: how they are written makes no other name."""
WRITTEN_OUT = _table(_EXPANSIONS)
"""Abbreviations, inflections and translations of other words: names that are the same only by these are not equal."""
EXPANDED = FORMS | WRITTEN_OUT

SLIPS = frozenset({"tld", "ldt", "ogranichenoi", "obschestvo", "srvces", "technologie", "technol"})
"""Of these the words that are misspelled: they are read as what they stand for, and never make names equal."""

_LONG_FORMS = """
sa: societe anonyme, sociedad anonima, sociedade anonima, societate pe actiuni, spolka akcyjna
sas: societe par actions simplifiee, sociedad por acciones simplificada
sarl: societe a responsabilite limitee
srl: societa a responsabilita limitata, sociedad de responsabilidad limitada, societate cu raspundere limitata
spa: societa per azioni, societe par actions, sociedad por acciones
snc: societe en nom collectif, societa in nome collettivo
sl: sociedad limitada
gmbh: gesellschaft mit beschrankter haftung, gesellschaft mit beschraenkter haftung
gmbh: gesellschaft m b h, ges m b h
ag: aktien gesellschaft
kg: kommanditgesellschaft
kgaa: kommanditgesellschaft auf aktien
ohg: offene handelsgesellschaft
nv: naamloze vennootschap
bv: besloten vennootschap met beperkte aansprakelijkheid, besloten vennootschap
as: anonim sirketi, anonim sirket, akciova spolecnost, akciova spolocnost, aksjeselskap, aktieselskab
sro: spolecnost s rucenim omezenym, spolocnost s rucenim obmedzenym
doo: drustvo s ogranicenom odgovornoscu, drustvo sa ogranicenom odgovornoscu, druzba z omejeno odgovornostjo
dd: dionicko drustvo, delniska druzba
ad: akcionarsko drustvo, aktsionerno druzhestvo
ood: druzhestvo s ogranichena otgovornost
kft: korlatolt felelossegu tarsasag
ab: aktiebolag
oy: osakeyhtio
aps: anpartsselskab
spzoo: spolka z ograniczona odpowiedzialnoscia, sp z o o, sp z oo, sp zoo
kk: kabushiki kaisha, kabushiki gaisha
gk: godo kaisha
sdn bhd: sendirian berhad
bhd: berhad
pt: perseroan terbatas
limited: limited sirketi, limited sirket, ltd sti, limited sti
fze: free zone establishment
fzc: free zone company
limited liability company: sirkat mas uliyat mahduda
limited liability company: obshchestvo s ogranichennoi otvetstvennostiu, tovarystvo z obmezhenoiu vidpovidalnistiu
limited liability company: obshchestvo s ogranichennoi otvetstvennostyu, obshchestvo s ogranichennoy otvetstvennostyu
limited liability company: obschestvo s ogranichennoi otvetstvennostyu, obschestvo s ogranichennoy otvetstvennostyu
joint stock company: aktsionernoe obshchestvo, aktsionernoye obshchestvo, aktsionernoe obschestvo
joint stock company: aksiadorlik jamiyati, aktsionerlik kogam
public joint stock company: publichnoe aktsionernoe obshchestvo, publichnoye aktsionernoye obshchestvo
closed joint stock company: zakrytoe aktsionernoe obshchestvo, zakrytoye aktsionernoye obshchestvo
joint stock company: otkrytoe aktsionernoe obshchestvo, otkrytoye aktsionernoye obshchestvo
joint: open joint
"""

LONG_FORMS = {
    long.strip(): short
    for line in _LONG_FORMS.strip().splitlines()
    for short, _, longs in [line.partition(": ")]
    for long in longs.split(",")
}
"""Legal forms written out in the language of their country, and their short ones."""
LAST_OF_FORMS = frozenset(long.rsplit(" ", 1)[-1] for long in LONG_FORMS)
"""The last word of each, by which it is seen that one may be there."""

_CHINESE = """
company limited: 有限公司
limited liability company: 有限责任公司
company: 公司
shares: 股份
group: 集团
holdings: 控股
factory: 工厂
trading: 贸易 商贸
import export: 进出口
investment: 投资
industry: 实业 工业 产业
nuclear industry: 核工业
shipbuilding industry: 船舶工业
enterprises: 企业
development: 发展 开发
manufacturing: 制造
production: 生产
construction: 建设
services: 服务
logistics: 物流
supply chain: 供应链
transportation: 运输
shipping: 海运 航运
railway: 铁路
automobile: 汽车
technology: 技术 科技
science: 科学
science technology: 科学技术
engineering: 工程
information: 信息
digital: 数字
data: 数据
intelligent: 智能
artificial intelligence: 人工智能
robot: 机器人
drone: 无人机
automation: 自动化
software: 软件
network: 网络
internet: 互联网
computer: 计算机
computing: 计算
supercomputing: 超级计算 超算
cloud computing: 云计算
systems: 系统
security: 安全
public security: 公安
public security bureau: 公安局
electronics: 电子
microelectronics: 微电子
optoelectronics: 光电
optical: 光学
laser: 激光
semiconductor: 半导体
integrated circuit: 集成电路
chip: 芯片
storage: 存储
communications: 通信 通讯
telecommunications: 电信
satellite: 卫星
navigation: 导航
radar: 雷达
instrument: 仪器
equipment: 设备 装备
machinery: 机械
electromechanical: 机电
electric: 电气
electric power: 电力
energy: 能源
new energy: 新能源
atomic energy: 原子能
petroleum: 石油
petrochemical: 石化
chemical: 化学 化工
materials: 材料
precision: 精密
metal: 金属
steel: 钢铁
aviation: 航空
aerospace: 航天 宇航
aeronautics astronautics: 航空航天
propulsion: 推进
power: 动力
marine: 海洋
medical: 医疗
biological: 生物
gene: 基因
university: 大学
university technology: 理工大学
academy sciences: 科学院
institute: 学院
research institute: 研究所 研究院
research: 研究
design institute: 设计院
laboratory: 实验室
key laboratory: 重点实验室
national: 国家
china: 中国
hong kong: 香港
macau: 澳门
taiwan: 台湾
harbin: 哈尔滨
xiamen: 厦门
chongqing: 重庆
inner mongolia: 内蒙古
tibet: 西藏
urumqi: 乌鲁木齐
russia: 俄罗斯
international: 国际
bank: 银行
"""

PHRASES = {
    chinese: line.split(":")[0]
    for line in _CHINESE.strip().splitlines()
    for chinese in line.split(":")[1].split()
}
"""What common Chinese words mean, and places whose English name is not their pinyin; simplified, but found in either
writing, as they are compared by pinyin. Read only where the name was Chinese."""

LIGHT = frozenset(
    """
    limited company corporation incorporated liability joint stock public closed private proprietary llp lp sa srl
    sarl sas sasu sro gmbh ag kg bv nv plc pte oy ab as sdn bhd spa kk fze fzco fzc est group ges ohg doo dd ad
    eood ead ood kft zrt ltee aps kgaa snc spzoo gk pt sl slu cv and the of de la le al ol el shares s y e i
    """.split()
)
"""Written forms whose presence or absence says little."""

LEGAL = LIGHT - frozenset("and the of de la le al ol el y e i s shares".split())
"""Of these the legal forms and what is as sure a sign of a firm."""

ENDS = LIGHT | frozenset(
    """
    asa uab ou oue sia se wll bsc tbk mmc lda eurl ug rl fz dmcc saoc saog qsc qpsc ks is ps scs sca dooel nyrt
    """.split()
)
"""What says little at the end of a name: legal forms, some of which are names of persons elsewhere."""

TITLES = frozenset(
    """
    mr mrs ms miss dr prof professor sir dame sheikh shaykh shaikh sheik hajji haji hajj col colonel
    eng engr capt captain maj sgt sayyid sayed mullah mulla maulvi ustad jr sr hon rev
    """.split()
)
"""Titles and ranks of persons, which weigh as little as legal forms."""

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
    "qaida qaeda qaidah qaeeda kaida kaeda",
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
    "nord north norte",
    "sud south",
)

GENERIC = frozenset(
    """
    consulting solutions holding holdings global trading general pharma pharmaceutical medical health care foods
    food energy power oil gas petroleum petrochemical chemical chemicals steel metal metals mining bank finance
    financial capital investment investments insurance logistics transport marine maritime airlines air
    construction building materials real estate design digital data software network networks information security
    media entertainment education school hospital hotel travel tourism textile garment furniture auto motor motors
    machinery machine tools electric electrical electronics semiconductor optical instruments instrument precision
    science scientific national central state new first east west nord sud eastern western northern southern
    america americas asia europe africa world united american european asian pacific star sun gold golden green blue
    red white black orange silver royal best top smart future modern advanced super plus pro one management
    partners associates brothers sons family store shop market supply supplies products distribution wholesale retail
    import export commerce commercial business center centre office agency association foundation trust fund club
    society organization committee council ministry department bureau factory plant works mill farm agriculture
    agricultural technology technical services industry manufacturing enterprises engineering development research
    north south institute university aviation communications telecommunications systems shipping transportation
    laboratory production international charity charitable relief welfare aid humanitarian movement brigade brigades
    league union cooperative house
    """.split()
)
"""Words of business names at large: common there, whatever their count on the lists."""

WARES = frozenset(
    """
    aircraft aluminium aluminum apparel appliances beverages brewery bus cement ceramics coal commodities components
    computers cosmetics crane dairy diamonds drones dynamics fertilizer fertilizers fisheries footwear freight fuels
    gases gear glass grain helicopter helicopters innovation innovations jewellery jewelry lighting lines lubricants
    microelectronics microsystems minerals missile missiles nuclear paints paper pipe pipes plastics polymers pumps
    railway railways refinery resources robotics rocket rubber salt satellite seafood seeds semiconductor
    semiconductors ship shipyard solar sugar tanker tankers telecom timber tobacco tractors tyres valves vehicles
    vessel vessels wireless wood yachts
    """.split()
)
"""What firms make, carry and sell: no person's name, however rare the word is on the lists."""

NOBODY = frozenset(
    """
    unknown unnamed undefined undetermined undisclosed unspecified unavailable none nil null nan na tba tbc tbd tbn
    various several diverse misc miscellaneous multiple anonymous confidential private internal test testing dummy
    placeholder sample demo xxx xxxx asdf foo cash walk in guest customer customers client clients buyer buyers
    consignee consignor shipper recipient receiver purchaser party parties person persons individual individuals
    company companies firm firms end user users ultimate intermediate notify forwarder bank holder bearer name names
    same as above below see attached attachment list invoice per order to the of be is determined announced advised
    confirmed defined decided named nominated assigned supplied provided not applicable available known disclosed
    stated given identified yet no any and or all others other stock
    unbekannt diverse diversen verschiedene kunde kunden barverkauf laufkunde laufkundschaft empfänger käufer siehe
    oben wie keine keiner entfällt
    inconnu inconnue néant aucun aucune divers client clients destinataire voir
    desconocido desconocida ninguno ninguna varios cliente clientes destinatario
    sconosciuto sconosciuta nessuno nessuna vari clienti onbekend geen klant klanten
    неизвестно неизвестен нет клиент покупатель 无 無 未知 待定 不详 不詳 不明 客户 客戶 なし 미정 없음
    """.split()
)
"""Words that stand where a name should: a text of nothing else names no party."""
