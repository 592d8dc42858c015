"""Lists besides the Consolidated Screening List: real files where there are some, else samples of our own."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from licet.model.listing import Alias, ListCode
from licet.watchlists.reading import read
from licet.watchlists.registry import LEGAL_BASIS, READERS, SOURCES
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, UnreadableSnapshotError

EU = b"""<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-01T10:00:00.000+02:00">
<sanctionEntity designationDate="2022-03-15" logicalId="77" euReferenceNumber="EU.1.2">
<remark>Maker of pumps</remark>
<regulation programme="UKR" numberTitle="2022/428 (OJ L87I)" publicationDate="2022-03-15"/>
<subjectType code="enterprise" classificationCode="E"/>
<nameAlias wholeName="Acme Pumps" strong="true"/><nameAlias wholeName="AP" strong="false"/>
<nameAlias firstName="Akme" lastName="Nasosy" wholeName="" strong="true"/>
<citizenship countryIso2Code="00"/>
<address street="1 Main St." city="Tomsk" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION"/>
<birthdate birthdate="1970-02-01"/>
<identification identificationTypeCode="regnumber" number="123" countryIso2Code="RU"/>
</sanctionEntity></export>"""

EU_CSV = (
    b"fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_DesignationDate;Entity_Remark;"
    b"Entity_SubjectType;Entity_Regulation_Programme;NameAlias_WholeName;Address_City;Address_Street;"
    b"Address_CountryIso2Code;BirthDate_BirthDate;Identification_Number;Identification_TypeCode;"
    b"Citizenship_CountryIso2Code\n"
    b"01/08/2026;77;EU.1.2;;Maker of pumps;E;UKR;Acme Pumps;Tomsk;1 Main St.;RU;;;;\n"
    b"01/08/2026;77;EU.1.2;;Maker of pumps;E;UKR;AP;;;;;123;regnumber;\n"
    b"01/08/2026;78;EU.1.3;;;P;IRN;Jane Doe;;;;1970-02-01;;;IR\n"
)

UK = """Last Updated,01/08/2026
Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,National Identification Number,National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID
DOE,JANE,,,,,,,,,01/02/1970,,,Iran,X1,,,,,,,,,,,,Iran,,Individual,AKA,Low quality,Iran,15/03/2022,15/03/2022,01/08/2026,77
DOE,JANE MARY,,,,,,\u062f\u0648,,,01/02/1970,,,Iran,X1,,,,,1 Main St.,Tehran,,,,,,Iran,Linked,Individual,Primary name,,Iran,15/03/2022,15/03/2022,01/08/2026,77
""".encode()  # noqa: E501

SECO = """<?xml version="1.0" encoding="UTF-8"?>
<swiss-sanctions-list xmlns="http://example" date="2026-08-01" list-type="full-list">
<sanctions-program ssid="1"><program-key lang="eng">Ukraine</program-key><sanctions-set ssid="11">x</sanctions-set></sanctions-program>
<target ssid="77"><sanctions-set-id>11</sanctions-set-id><individual sex="male"><identity ssid="5" main="true">
<name ssid="6" name-type="primary-name" quality="good">
<name-part ssid="7" order="2" name-part-type="family-name"><value>Ivanov</value><spelling-variant lang="rus">\u0418\u0432\u0430\u043d\u043e\u0432</spelling-variant></name-part>
<name-part ssid="8" order="1" name-part-type="given-name"><value>Ivan</value></name-part></name>
<name ssid="9" name-type="alias" quality="low"><name-part ssid="10" order="1" name-part-type="other"><value>Vanya</value></name-part></name>
<nationality><country iso-code="RU">Russia</country></nationality><day-month-year day="1" month="2" year="1970"/>
<address ssid="12" place-id="99"/></identity></individual>
<modification modification-type="listed" effective-date="2022-03-16"/></target>
<target ssid="78"><sanctions-set-id>11</sanctions-set-id><entity><identity ssid="15" main="true"><name ssid="16" name-type="primary-name"><name-part ssid="17" order="1" name-part-type="whole-name"><value>Gone Ltd</value></name-part></name></identity></entity>
<modification modification-type="listed" effective-date="2020-03-16"/><modification modification-type="de-listed" effective-date="2023-03-16"/></target>
<place ssid="99"><location>Tomsk</location><country iso-code="RU">Russia</country></place>
</swiss-sanctions-list>""".encode()  # noqa: E501

SDN_XML = b"""<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
<publshInformation><Publish_Date>08/01/2026</Publish_Date><Record_Count>1</Record_Count></publshInformation>
<sdnEntry><uid>36</uid><firstName>Ivan</firstName><lastName>IVANOV</lastName><sdnType>Individual</sdnType>
<programList><program>RUSSIA-EO14024</program></programList>
<idList><id><uid>1</uid><idType>Tax ID No.</idType><idNumber>7</idNumber><idCountry>Russia</idCountry></id></idList>
<akaList><aka><uid>2</uid><type>a.k.a.</type><category>weak</category><lastName>VANYA</lastName></aka></akaList>
<addressList><address><uid>3</uid><city>Tomsk</city><country>Russia</country></address></addressList>
<dateOfBirthList><dateOfBirthItem><uid>4</uid><dateOfBirth>01 Feb 1970</dateOfBirth></dateOfBirthItem></dateOfBirthList>
</sdnEntry></sdnList>"""  # noqa: E501

SDN_ADVANCED = b"""<?xml version="1.0" standalone="yes"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0" Version="1">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>8</Month><Day>1</Day></DateOfIssue>
<ReferenceValueSets>
<AreaCodeValues><AreaCode ID="11" CountryID="11" Description="Russia">RU</AreaCode></AreaCodeValues>
<CountryValues><Country ID="11" ISO2="RU">Russia</Country><Country ID="12" ISO2="IR">Iran</Country></CountryValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType>
<FeatureType ID="25">Location</FeatureType><FeatureType ID="3">Vessel Call Sign</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType>
<IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
<ListValues><List ID="1550">SDN List</List><List ID="9">Consolidated List</List></ListValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
<NamePartType ID="1526">Vessel Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>
<Locations><Location ID="79"><LocationCountry CountryID="11"/><LocationPart LocPartTypeID="1454"><LocationPartValue
 Primary="true"><Value>Tomsk</Value></LocationPartValue></LocationPart></Location>
<Location ID="80"><LocationCountry CountryID="12"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="5" IssuedBy-CountryID="11">
<IDRegistrationNo>U0024</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="1626" IdentityID="6"><IDRegistrationNo>IMO 9187629</IDRegistrationNo></IDRegDocument>
</IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="36"><Comment>a remark</Comment><Profile ID="36" PartySubTypeID="4"><Identity ID="5" Primary="true">
<Alias Primary="true" LowQuality="false"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="2">Ivan</NamePartValue>
</DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="1">IVANOV</NamePartValue></DocumentedNamePart>
</DocumentedName></Alias><Alias Primary="false" LowQuality="true"><DocumentedName><DocumentedNamePart>
<NamePartValue NamePartGroupID="1">VANYA</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520"/></MasterNamePartGroup>
<MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start><From><Year>1970</Year><Month>2</Month><Day>1</Day>
</From></Start><End><To><Year>1970</Year><Month>2</Month><Day>1</Day></To></End></DatePeriod></FeatureVersion></Feature>
<Feature ID="2" FeatureTypeID="25"><FeatureVersion ID="2"><VersionLocation LocationID="79"/></FeatureVersion></Feature>
<Feature ID="3" FeatureTypeID="10"><FeatureVersion ID="3"><VersionLocation LocationID="80"/></FeatureVersion></Feature>
</Profile></DistinctParty>
<DistinctParty FixedRef="37"><Profile ID="37" PartySubTypeID="1"><Identity ID="6" Primary="true"><Alias Primary="true">
<DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="3">EBANO</NamePartValue></DocumentedNamePart></DocumentedName>
</Alias><NamePartGroups><MasterNamePartGroup><NamePartGroup ID="3" NamePartTypeID="1526"/></MasterNamePartGroup></NamePartGroups>
</Identity><Feature ID="4" FeatureTypeID="3"><FeatureVersion ID="4"><VersionDetail>T2EA4</VersionDetail></FeatureVersion>
</Feature></Profile></DistinctParty>
<DistinctParty FixedRef="38"><Profile ID="38" PartySubTypeID="1"/></DistinctParty>
</DistinctParties>
<SanctionsEntries>
<SanctionsEntry ID="36" ProfileID="36" ListID="1550"><EntryEvent ID="1"><Date><Year>2022</Year><Month>3</Month><Day>16</Day></Date>
</EntryEvent><SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>RUSSIA-EO14024</Comment></SanctionsMeasure>
<SanctionsMeasure ID="2" SanctionsTypeID="2"/></SanctionsEntry>
<SanctionsEntry ID="37" ProfileID="37" ListID="1550"/><SanctionsEntry ID="38" ProfileID="38" ListID="9"/>
</SanctionsEntries></Sanctions>"""  # noqa: E501

OWN = b"""own_list_name,id,aliases,country,address,since,reason
Acme Pumps,7,AP; Akme,Russia,"1 Main St., Tomsk",2026-01-01,unpaid bills
"""


def test_every_list_has_a_source_and_every_format_a_reader() -> None:
    assert set(SOURCES) == set(LEGAL_BASIS) == set(ListCode)
    assert {reader.format for reader in READERS} == set(Format)
    for source in SOURCES.values():
        assert source.name
        assert source.keeper
        assert source.effect.endswith(".")
        assert source.basis.text


def only(snapshot: Snapshot) -> tuple[Snapshot, int]:
    assert not snapshot.refused
    assert not snapshot.problems
    return snapshot, len(snapshot.rows)


def test_the_eus_list_in_xml() -> None:
    snapshot, count = only(read(EU))
    assert (snapshot.format, snapshot.data_date, count) == (Format.EU_XML, date(2026, 8, 1), 1)
    (row,) = snapshot.rows
    assert (row.name, row.official_id, row.kind, row.countries) == ("Acme Pumps", "77", "Entity", ("RU",))
    assert row.aliases == (Alias("AP", weak=True), Alias("Akme Nasosy"))
    assert row.addresses == ("1 Main St., Tomsk, RUSSIAN FEDERATION",)
    assert (row.programs, row.start_date, row.ids) == (("UKR",), date(2022, 3, 15), ("regnumber, 123, RU",))
    assert dict(row.extras) == {"dates_of_birth": "1970-02-01", "regulations": "2022/428 (OJ L87I)"}


def test_the_eus_list_in_csv_has_a_line_for_each_name() -> None:
    snapshot, count = only(read(EU_CSV))
    assert (snapshot.format, snapshot.data_date, count) == (Format.EU_CSV, date(2026, 8, 1), 2)
    firm, person = snapshot.rows
    assert (firm.name, firm.aliases, firm.countries) == ("Acme Pumps", (Alias("AP"),), ("RU",))
    assert firm.ids == ("regnumber, 123",)
    assert (person.name, person.kind, person.countries) == ("Jane Doe", "Individual", ("IR",))


def test_the_uks_list_has_a_line_for_each_name() -> None:
    snapshot, count = only(read(UK))
    assert (snapshot.format, snapshot.data_date, count) == (Format.UK_CSV, date(2026, 8, 1), 1)
    (row,) = snapshot.rows
    assert (row.name, row.official_id, row.countries) == ("JANE MARY DOE", "77", ("IR",))
    assert row.aliases == (Alias("\u062f\u0648"), Alias("JANE DOE", weak=True))
    assert (row.start_date, row.ids, row.programs) == (date(2022, 3, 15), ("X1",), ("Iran",))


def test_switzerlands_list_puts_names_together_and_leaves_out_whom_it_took_off() -> None:
    snapshot, count = only(read(SECO))
    assert (snapshot.format, snapshot.data_date, count) == (Format.SECO_XML, date(2026, 8, 1), 1)
    (row,) = snapshot.rows
    assert (row.name, row.countries, row.programs) == ("Ivan Ivanov", ("RU",), ("Ukraine",))
    assert row.aliases == (Alias("Ivan \u0418\u0432\u0430\u043d\u043e\u0432"), Alias("Vanya", weak=True))
    assert (row.addresses, row.start_date) == (("Tomsk, Russia",), date(2022, 3, 16))
    assert dict(row.extras) == {"dates_of_birth": "1970-02-01"}


def test_the_sdn_list_in_xml() -> None:
    snapshot, count = only(read(SDN_XML))
    assert (snapshot.format, snapshot.data_date, count) == (Format.OFAC_XML, date(2026, 8, 1), 1)
    (row,) = snapshot.rows
    assert (row.list_code, row.name, row.official_id) == (ListCode.SDN, "IVANOV, Ivan", "36")
    assert (row.aliases, row.countries) == ((Alias("VANYA", weak=True),), ("RU",))
    assert (row.programs, row.ids) == (("RUSSIA-EO14024",), ("Tax ID No., 7, Russia",))


def test_the_sdn_list_in_advanced_xml() -> None:
    """Names in parts, places and documents apart; a party of another list alone is left out."""
    snapshot, count = only(read(SDN_ADVANCED))
    assert (snapshot.format, snapshot.data_date, count) == (Format.OFAC_ADVANCED, date(2026, 8, 1), 2)
    person, vessel = snapshot.rows
    assert (person.list_code, person.name, person.official_id) == (ListCode.SDN, "IVANOV, Ivan", "36")
    assert (person.aliases, person.countries) == ((Alias("VANYA", weak=True),), ("RU", "IR"))
    assert (person.programs, person.ids) == (("RUSSIA-EO14024",), ("Passport, U0024, Russia",))
    assert (person.addresses, person.start_date) == (("Tomsk, Russia",), date(2022, 3, 16))
    assert dict(person.extras) == {"dates_of_birth": "1970-02-01"}
    assert (person.kind, vessel.kind, vessel.name) == ("Individual", "Vessel", "EBANO")
    assert vessel.ids == ("Vessel Registration Identification, IMO 9187629", "Vessel Call Sign, T2EA4")


def test_a_list_of_ones_own() -> None:
    snapshot, count = only(read(OWN))
    assert (snapshot.format, count) == (Format.OWN_CSV, 1)
    (row,) = snapshot.rows
    assert (row.list_code, row.name, row.countries) == (ListCode.OWN, "Acme Pumps", ("RU",))
    assert row.aliases == (Alias("AP"), Alias("Akme"))


@pytest.mark.parametrize(
    ("content", "old", "new"),
    [
        (EU, b"nameAlias", b"nameAlia"),
        (EU, b"<remark>Maker of pumps</remark>", b"<strange/>"),
        (EU_CSV, b"Citizenship_CountryIso2Code", b"Citizenship"),
        (UK, b"Regime", b"Regimen"),
        (SECO, b"modification", b"change"),
        (SDN_XML, b"akaList", b"akasList"),
        (SDN_XML, b"<Record_Count>1<", b"<Record_Count>2<"),
        (OWN, b"reason", b"why"),
    ],
)
def test_a_renamed_key_is_a_problem_or_leaves_nothing_to_read(content: bytes, old: bytes, new: bytes) -> None:
    snapshot = read(content.replace(old, new))
    assert snapshot.problems or snapshot.refused


@pytest.mark.parametrize("content", [EU, SECO, SDN_XML])
def test_a_cut_xml_is_cut(content: bytes) -> None:
    with pytest.raises(UnreadableSnapshotError) as caught:
        read(content[: len(content) // 2])
    assert caught.value.problem.kind is ProblemKind.TRUNCATED


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<?xml version="1.0"?><rss><channel/></rss>', "XML with the root 'rss'"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.5"}', "JSON of bomFormat, specVersion"),
        (b"[1, 2]", "JSON of a list"),
        (b"one two three", "it begins 'one two three'"),
    ],
)
def test_an_unknown_format_is_named_as_such(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableSnapshotError, match="unknown format") as caught:
        read(content)
    assert words in caught.value.problem.words
    assert "the UN Security Council's list (XML)" in caught.value.problem.words


def test_the_uns_real_list(real_lists: Path) -> None:
    snapshot, count = only(read(real_lists / "list_formats/un_consolidated.xml.gz"))
    assert (snapshot.format, snapshot.data_date, count) == (Format.UN_XML, date(2026, 2, 27), 1003)
    row = next(row for row in snapshot.rows if row.name == "ERIC BADEGE")
    assert (row.countries, row.start_date, row.programs) == (("RW", "CD"), date(2012, 12, 31), ("DRC",))
    assert dict(row.extras) == {"dates_of_birth": "1971", "reference": "CDi.001"}
    assert sum(len(row.aliases) for row in snapshot.rows) > 2_500
    assert sum(bool(row.countries) for row in snapshot.rows) == 838


def _unpack(data: Path, folder: Path, name: str) -> None:
    packed = (data / f"list_formats/ofac_{name}.csv.gz").read_bytes()
    (folder / f"{name}.csv").write_bytes(gzip.decompress(packed))


def test_ofacs_real_files_with_what_lies_beside_them(real_lists: Path, tmp_path: Path) -> None:
    for name in (f"{start}{end}" for start in ("", "cons_") for end in ("add", "alt")):
        _unpack(real_lists, tmp_path, name)
    for name in ("sdn", "sdn_comments", "cons_prim", "cons_comments"):
        _unpack(real_lists, tmp_path, name)
    sdn, cons = read(tmp_path / "sdn.csv"), read(tmp_path / "cons_prim.csv")
    assert (sdn.format, cons.format) == (Format.OFAC_SDN_CSV, Format.OFAC_CONS_CSV)
    assert (sdn.counts[ListCode.SDN], sdn.refused) == (len(sdn.rows), ())
    assert len(sdn.rows) > 7_000
    row = next(row for row in sdn.rows if row.official_id == "306")
    assert (row.name, row.aliases[0].name) == ("BANCO NACIONAL DE CUBA", "NATIONAL BANK OF CUBA")
    assert "CH" in row.countries
    assert "-0-" not in json.dumps([row.addresses, row.remarks, row.programs])
    assert {ListCode.PLC, ListCode.SSI, ListCode.CMIC} <= set(cons.counts)
    (tmp_path / "alt.csv").unlink()
    (tmp_path / "sdn_comments.csv").unlink()
    bare = read(tmp_path / "sdn.csv")
    said = " ".join(problem.words for problem in bare.problems)
    assert "alt.csv does not lie beside it: the other names of the parties are not found" in said
    assert "sdn_comments.csv does not lie beside it: long remarks are cut, and identifying numbers" in said
    longer = [row.remarks for row, cut in zip(sdn.rows, bare.rows, strict=True) if row.remarks != cut.remarks]
    assert longer
    assert all("Linked To" in str(remarks) for remarks in longer)
    words = "add.csv speaks of 7469 entries that are not in it, such as 17013"
    assert words in {problem.words for problem in sdn.problems}, (
        "the real sdn.csv at hand is cut, and this shows it"
    )
    assert not cons.problems
    assert bare.sha256 != sdn.sha256


@pytest.mark.parametrize(
    ("name", "code", "count"),
    [
        ("uflpa/dhs_uflpa_2026-07-09.json", ListCode.UFLPA, 148),
        ("other_lists/cbp_wro_2026-07.json.gz", ListCode.WRO, 67),
        ("other_lists/dow_1260h_2026-07.json.gz", ListCode.CMC, 80),
        ("other_lists/ofac_nscmic_2026-07.json.gz", ListCode.CMIC, 68),
        ("other_lists/bis_meu_2026-07.json.gz", ListCode.MEU, 70),
    ],
)
def test_extracts_of_single_lists(real_lists: Path, name: str, code: ListCode, count: int) -> None:
    snapshot, _ = only(read(real_lists / name))
    assert (snapshot.format, dict(snapshot.counts)) == (Format.EXTRACT_JSON, {code: count})


def test_followthemoney_lines(real_lists: Path) -> None:
    snapshot, _ = only(read(real_lists / "list_formats/ftm_entities_yente_zala.json.gz"))
    assert snapshot.format is Format.FTM_LINES
    assert set(snapshot.counts) == {ListCode.UK, ListCode.CH, ListCode.FTM}
    row = next(row for row in snapshot.rows if row.name == "Maria Aleksandrovna Osetrova")
    assert row.countries == ("RU",)
    cut = gzip.decompress((real_lists / "list_formats/ftm_entities_yente_zala.json.gz").read_bytes())[:-40]
    assert {problem.kind for problem in read(cut).problems} == {ProblemKind.TRUNCATED}


@pytest.mark.parametrize("odd", [["bis-meu"], {"x": 1}, 7, None])
def test_a_head_of_an_odd_type_is_an_unknown_format_and_no_crash(odd: object) -> None:
    with pytest.raises(UnreadableSnapshotError):
        read(json.dumps({"list_id": odd, "entities": []}).encode())
