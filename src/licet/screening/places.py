"""Countries, towns and offices: what people add to a name, and what tells parties apart only weakly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from licet.kept import kept, source_hash
from licet.screening.forms import comparable
from licet.screening.words import GENERIC, LIGHT

__all__ = [
    "ADJECTIVES",
    "ends_in_place",
    "ends_like_place",
    "is_place",
    "place_forms",
    "without_last_place",
    "without_places",
]

_TOWNS = """
abu dhabi, addis ababa, ahmedabad, ajman, alexandria, algiers, almaty, amman, amsterdam, ankara, antwerp, aqaba,
ashgabat, astana, athens, bahawalpur, baghdad, baku, bandar abbas, bangalore, bengaluru, bangkok, barcelona, basra,
beijing, beirut, belgrade, berlin, bishkek, bogota, boston, brussels, bucharest, budapest, buenos aires, busan,
cairo, cape town, caracas, casablanca, changchun, changsha, chelyabinsk, chengdu, chennai, chicago, chittagong,
chongqing, colombo, dakar, dalian, dalny, damascus, delhi, dhaka, doha, dongguan, dubai, dublin, durban, dushanbe,
ekaterinburg, yekaterinburg, erbil, esfahan, isfahan, foshan, frankfurt, fujairah, fuzhou, gaziantep, geneva,
guangzhou, guiyang, haifa, hamburg, hangzhou, hanoi, harare, harbin, havana, hefei, helsinki, ho chi minh city,
hyderabad, irkutsk, islamabad, istanbul, izmir, jakarta, jebel ali, jeddah, jinan, johannesburg, kabul,
kaliningrad, karachi, kaohsiung, kazan, khabarovsk, khartoum, kharkiv, kiev, kyiv, kolkata, krasnodar, krasnoyarsk,
kuala lumpur, kunming, kuwait city, lagos, lahore, lanzhou, larnaca, lima, limassol, lisbon, london, los angeles,
luoyang, macao, macau, madrid, makhachkala, managua, manama, manila, mariupol, mashhad, mersin, mexico city, milan,
minsk, moscow, mumbai, munich, murmansk, muscat, nairobi, nanchang, nanjing, nanning, new delhi, new york, nicosia,
ningbo, nizhny novgorod, novorossiysk, novosibirsk, odessa, omsk, osaka, oslo, paris, penang, perm, peshawar, phnom
penh, port said, prague, pudong, pyongyang, qingdao, quetta, rawalpindi, riga, riyadh, rome, rostov on don,
rotterdam, ryazan, saint petersburg, st petersburg, samara, sanaa, sao paulo, saratov, seoul, sevastopol, shanghai,
sharjah, shenyang, shenzhen, shijiazhuang, shiraz, simferopol, sofia, stockholm, suzhou, sydney, tabriz, taipei,
taiyuan, tallinn, tashkent, tbilisi, tehran, tel aviv, tianjin, tokyo, toronto, tripoli, tunis, ufa, ulaanbaatar,
urumqi, vienna, vientiane, vilnius, vladivostok, volgograd, voronezh, warsaw, wuhan, wuxi, xiamen, xian, yangon,
yantai, yerevan, zhengzhou, zhuhai, zurich, zelenograd, dubna, izhevsk, kovrov, podolsk, penza, tomsk, tver,
tyumen, yaroslavl, vologda, obninsk, sarov, kaluga, kursk, belgorod, bryansk, smolensk, stavropol, togliatti,
tolyatti, ulyanovsk, cheboksary, barnaul, astrakhan, orenburg, surgut, yakutsk, severodvinsk, arkhangelsk,
petrozavodsk, kostroma, lipetsk, tambov, rybinsk, biysk, taganrog, sochi, grozny, vladikavkaz, nalchik, ulan ude,
chita, blagoveshchensk, pskov, veliky novgorod, vyborg, gatchina, kolomna, khimki, mytishchi, balashikha,
dzerzhinsk, miass, nizhny tagil, kurgan, serpukhov, fryazino, odintsovo, leninsk kuznetsky, komsomolsk on amur,
gomel, grodno, vitebsk, mogilev, zhodino, soligorsk, kharkov, dnipro, lviv, zaporizhzhia, kherson, melitopol,
kerch, yalta, karaganda, shymkent, aktau, atyrau, teheran, qom, karaj, ahvaz, kermanshah, urmia, bushehr, asaluyeh,
yazd, zanjan, hamadan, qazvin, langfang, baoding, tangshan, wenzhou, taizhou, jiaxing, shaoxing, huzhou, nantong,
changzhou, zhenjiang, yangzhou, xuzhou, lianyungang, huizhou, jiangmen, shantou, quanzhou, zhangzhou, weihai,
weifang, zibo, yichang, xiangyang, mianyang, zunyi, guilin, liuzhou, haikou, hohhot, baotou, yinchuan, xining,
lhasa, daqing, qiqihar, kunshan, yiwu, kowloon, wanchai, tsuen wan, kwun tong, causeway bay, tsim sha tsui,
hsinchu, taichung, tainan, ras al khaimah, umm al quwain, al ain, deira, bursa, kayseri, antalya, kocaeli, gebze,
trabzon, iskenderun, herzliya, herzliyya, petah tikva, petach tikva, ramat gan, netanya, aleppo, latakia, tartus,
mosul, kirkuk, karbala, sulaymaniyah, hodeidah, faisalabad, gujranwala, sialkot, pune, noida, gurgaon, gurugram,
jaipur, lucknow, kanpur, coimbatore, kochi, visakhapatnam, vadodara, indore, johor bahru, shah alam, petaling jaya,
duesseldorf, dusseldorf, stuttgart, cologne, koeln, leipzig, marseille, toulouse, bordeaux, strasbourg, turin,
naples, bologna, bilbao, krakow, wroclaw, gdansk, poznan, brno, bratislava, ljubljana, zagreb, skopje, sarajevo,
podgorica, tirana, chisinau, tiraspol, valletta, birmingham, manchester, glasgow, edinburgh, gothenburg, malmo,
copenhagen, basel, lausanne, lugano, salzburg, miami, san francisco, seattle, philadelphia, montreal, vancouver,
calgary, monterrey, tijuana, culiacan, guayaquil, asuncion, montevideo, maracaibo, panama city, ciudad del este,
hai phong, da nang, chiang mai, surabaya, yokohama, nagoya, kyoto, fukuoka, incheon, daegu, daejeon, mombasa,
kampala, dar es salaam, accra, abidjan, kinshasa, luanda, lusaka, maputo, port harcourt, port sudan, benghazi,
misrata, tangier, pretoria
"""
_REGIONS = """
prc, people s republic of china, roc, uae, u a e, usa, u s a, us, u s, uk, u k, hk, h k, hong kong sar, hongkong,
drc, dprk, ksa, ussr, cis, eu, russia, iran, syria, north korea, south korea, korea, vietnam, viet nam, laos,
moldova, tanzania, bolivia, venezuela, palestine, gaza, crimea, donetsk, luhansk, xinjiang, tibet, inner mongolia,
guangdong, zhejiang, jiangsu, anhui, fujian, hebei, henan, hubei, hunan, jiangxi, jilin, liaoning, shaanxi,
shandong, shanxi, sichuan, yunnan, siberia, ural, far east, middle east, asia, europe, africa, america, latin
america, north america, south america, americas, asia pacific, southeast asia, central asia, greater china,
mainland china, oceania, caribbean, eurasia, gulf, apac, emea, mena, gcc, turkey, deutschland, germany, germania,
allemagne, osterreich, oesterreich, autriche, schweiz, suisse, svizzera, italia, italie, espana, espagne, nederland,
belgie, belgique, polska, ceska republika, slovensko, magyarorszag, danmark, sverige, norge, suomi, turkiye, brasil,
romania, hellas, eesti, latvija, lietuva, hrvatska, slovenija, srbija, rossiya, ukraina, nippon, nihon,
lebanese, iranian, russian, chinese, syrian, turkish, pakistani
"""


_FOLLOWS_FROM = (
    ("licet.screening", "places.py"),
    ("licet.screening", "forms.py"),
    ("licet.screening", "words.py"),
    ("anyascii", "__init__.py"),
    ("pycountry", "databases/iso3166-1.json"),
)


_WITH_ADJECTIVES = """
crimea crimean, iran iranian, syria syrian, russia russian, belarus belarusian, cuba cuban, china chinese,
ukraine ukrainian, venezuela venezuelan, iraq iraqi, libya libyan, yemen yemeni, lebanon lebanese, pakistan pakistani,
afghanistan afghan, sudan sudanese, turkey turkish, chechnya chechen, siberia siberian, korea korean, burma burmese,
palestine palestinian, serbia serbian, georgia georgian, nicaragua nicaraguan
"""
ADJECTIVES = {
    word: other
    for line in _WITH_ADJECTIVES.split(",")
    for pair in (line.split(),)
    for word, other in (pair, pair[::-1])
}
"""Countries and regions with their adjectives."""


@cache
def place_forms() -> frozenset[tuple[str, ...]]:
    """Countries, regions and towns, as the words of their comparable forms."""
    return frozenset(tuple(form.split()) for form in kept("places", source_hash(*_FOLLOWS_FROM), _forms))


def _forms() -> Iterator[str]:
    import pycountry  # noqa: PLC0415  # takes as long to import as all that follows

    countries = {
        name
        for country in pycountry.countries
        for name in (
            country.name,
            getattr(country, "common_name", None),
            getattr(country, "official_name", None),
        )
        if name
    }
    countries |= {name.split(",")[0] for name in countries}
    own = {part.strip() for part in (" ".join(f"{_TOWNS},{_REGIONS}".split())).split(",")} - {""}
    yield from sorted({comparable(name) for name in {*countries, *own}} - {""})


@cache
def _last_words() -> frozenset[str]:
    return frozenset(form[-1] for form in place_forms())


def ends_like_place(word: str) -> bool:
    """Whether a word is the last one of a place; most names end in none."""
    return word in _last_words()


def is_place(text: str) -> bool:
    """Whether a text is nothing but countries, regions and towns.

    >>> is_place("H.K."), is_place("Shenzhen, China"), is_place("Zarya")
    (True, True, False)
    """
    words = tuple(comparable(text).split())
    return bool(words) and _ends(words) == 0


def without_places(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without the places that they end in."""
    return words[: _ends(words)]


def without_last_place(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without the one place, the longest, in which they end; they may be a place themselves ("Siberia")."""
    return words[: len(words) - _last_place(words)]


def ends_in_place(name: str) -> str | None:
    """A name without the legal forms and places in which it ends; None where it ends in no place.

    >>> ends_in_place("Aerotechnic France SAS"), ends_in_place("Aerotechnic SAS")
    ('aerotechnic', None)
    """
    words = tuple(comparable(name).split())
    while words and words[-1] in LIGHT:
        words = words[:-1]
    kept = without_places(words)
    while kept and kept[-1] in LIGHT:
        kept = kept[:-1]
    return " ".join(kept) if kept != words and any(map(_tells, kept)) else None


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in LIGHT and word not in GENERIC and (word,) not in place_forms()


def _ends(words: tuple[str, ...]) -> int:
    """Where the places begin in which some words end."""
    end = len(words)
    while taken := _last_place(words[:end]):
        end -= taken
    return end


def _last_place(words: tuple[str, ...]) -> int:
    """How many words the place has in which some words end, the longest of them; 0 for none."""
    if not words or not ends_like_place(words[-1]):
        return 0
    sizes = range(min(_LONGEST, len(words)), 0, -1)
    return next((size for size in sizes if words[len(words) - size :] in place_forms()), 0)


_LONGEST = 5
