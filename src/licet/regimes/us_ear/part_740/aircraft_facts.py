"""Facts that 15 CFR 740.15 and 740.23 ask for: aircraft, vessels and spacecraft (AVS), medical devices (MED)."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, fact

__all__ = ["FACTS_740_AIRCRAFT"]

FACTS_740_AIRCRAFT: tuple[FactSpec, ...] = (
    fact(
        "aircraft_on_temporary_sojourn",
        "Does the operating civil aircraft leave under its own power on a temporary sojourn: no sale or transfer of "
        "operational control by any of the ten criteria of 740.15(a)(3), no change of registry, no foreign military "
        "use, nothing aboard that lacks a license it needs, at most seven days in one country?",
        "15 CFR 740.15(a)",
        label="that the civil aircraft goes on a temporary sojourn as 740.15(a) describes",
    ),
    fact(
        "craft_registered_in",
        "In which country is the aircraft or vessel registered (two-letter code)?",
        "15 CFR 740.15(a)",
        label="the country in which the aircraft or vessel is registered",
        kind=FactKind.COUNTRY,
    ),
    fact(
        "air_carrier_certificate",
        "Does it operate under a certificate or operating specifications of the FAA as air carrier, commercial "
        "operator, air taxi, or as an air ambulance?",
        "15 CFR 740.15(a)(2)(i)",
        label="that the aircraft operates under an FAA certificate of 740.15(a)(2)(i)",
    ),
    fact(
        "us_licensed_pilot",
        "Is it flown abroad by a US licensed pilot (on domestic flights there also one licensed there)?",
        "15 CFR 740.15(a)(2)(ii)(E)",
        label="that a US licensed pilot flies it",
    ),
    fact(
        "equipment_for_craft",
        "Is it equipment or a spare part for permanent use on a vessel or aircraft, necessary for its proper "
        "operation?",
        "15 CFR 740.15(b)(1)",
        label="that it is equipment or a spare part for permanent use on a vessel or aircraft",
    ),
    fact(
        "craft_of_d1_or_cuba",
        "Is the vessel or aircraft registered in, owned or controlled by, or under charter or lease to Cuba, a "
        "Country Group D:1 country, or a national of one?",
        "15 CFR 740.15(b)",
        label="that the vessel or aircraft belongs to Cuba, Country Group D:1 or their nationals",
    ),
    fact(
        "ship_or_plane_stores",
        "Are these stores, provisions or medical supplies in usual quantities for use aboard during the outgoing and "
        "immediate return voyage or flight?",
        "15 CFR 740.15(b)(3)",
        label="that these are ship or plane stores",
    ),
    fact(
        "for_civil_manned_aircraft",
        "Is it for use in or for the production of civil manned aircraft?",
        "15 CFR 740.15(b)(2)(ii)",
        label="that it is for civil manned aircraft",
    ),
    fact(
        "shipment_to_allied_craft",
        "Are these stores, equipment or spares that a US, Australian, Canadian or UK vessel, plane, or airline "
        "ordered for its own operation on the terms of 740.15(c)?",
        "15 CFR 740.15(c)",
        label="that an allied vessel, plane or airline ordered it for its own operation",
    ),
    fact(
        "vessel_on_temporary_sojourn",
        "Does the vessel leave under its own power on a temporary sojourn: no sale or transfer of operational "
        "control by 740.15(d)(3), no change of flag, no foreign military use, nothing aboard that lacks a license "
        "it needs, at most 14 days in one country?",
        "15 CFR 740.15(d)",
        label="that the vessel goes on a temporary sojourn as 740.15(d) describes",
    ),
    fact(
        "cargo_vessel_for_hire",
        "Is it a cargo vessel for hire that transports items?",
        "15 CFR 740.15(d)(6)",
        label="that it is a cargo vessel for hire",
    ),
    fact(
        "cargo_stays_aboard_in_cuba",
        "Does the cargo stay aboard an aircraft or vessel that is in Cuba on a lawful temporary sojourn, and leave "
        "with it?",
        "15 CFR 740.15(e)",
        label="that the cargo stays aboard in Cuba and leaves with its carrier",
    ),
    fact(
        "spacecraft_for_research",
        "Does an accredited US institution of higher learning export it for fundamental research on the terms of "
        "740.15(f)?",
        "15 CFR 740.15(f)",
        label="that a university exports it for fundamental research in space",
    ),
    fact(
        "medical_device",
        "Is it a medical device, or a part that replaces a broken one (or serves maintenance) of such a device, no "
        "more than are in use?",
        "15 CFR 740.23(a)",
        label="that it is a medical device or a replacement part of one",
    ),
    fact(
        "med_proscribed_or_production",
        "Does it go to a proscribed person (military end users, parties on the Entity or MEU List) or a production "
        "facility, or do you know that it is meant to develop or produce items?",
        "15 CFR 740.23(b)",
        label="that it goes to a proscribed person or serves production",
        judgment=True,
    ),
    fact(
        "med_distribution_verified",
        "Do you keep a system of distribution that ensures it does not reach proscribed persons or producers?",
        "15 CFR 740.23(c)",
        label="that a verified system of distribution is kept",
    ),
)
