"""Facts that 15 CFR 740.8, 740.24 to 740.29 ask for: advanced computing, memory, restricted fabs, allied controls."""

from __future__ import annotations

from licet.rules.vocabulary import FactKind, FactSpec, fact

__all__ = ["FACTS_740_COMPUTING"]

FACTS_740_COMPUTING: tuple[FactSpec, ...] = (
    fact(
        "datacenter_item",
        "Is the item designed or marketed for data centers, and does it meet the parameters of 3A090.a?",
        "15 CFR 740.8(a)",
        label="that the item is for data centers and meets the parameters of 3A090.a",
        judgment=True,
    ),
    fact(
        "nac_confirmed",
        "Do you have a written purchase order (none for samples), and has BIS confirmed, 25 days after your notice, "
        "that you may use License Exception NAC for it?",
        "15 CFR 740.8(a)(2)",
        label="that BIS confirmed License Exception NAC after the notice",
    ),
    fact(
        "purchase_order_or_sample",
        "Do you have a written purchase order, or is it a commercial sample?",
        "15 CFR 740.8(a)(1)",
        label="that there is a written purchase order, or it is a sample",
    ),
    fact(
        "enc_requirements_met",
        "Are all requirements of License Exception ENC met for the item too (classification, end users, reports)?",
        "15 CFR 740.8(a)(3)",
        label="that the requirements of License Exception ENC are met too",
        judgment=True,
    ),
    fact(
        "hbm_exporter_eligible",
        "Are you headquartered in the United States or a Country Group A:5 country, without an ultimate parent in "
        "Macau or Country Group D:5?",
        "15 CFR 740.25(b)",
        label="that the exporter is headquartered in the United States or Country Group A:5",
    ),
    fact(
        "hbm_density_below_3_3",
        "Is the memory bandwidth density below 3.3 GB/s per square millimeter?",
        "15 CFR 740.25(c)",
        label="that the memory bandwidth density is below 3.3 GB/s/mm^2",
    ),
    fact(
        "hbm_sent_to_packaging_site",
        "Does the designer of the co-packaged commodity buy the memory itself, and does it go straight to the "
        "packaging site, which confirms or returns what it packaged as 740.25(c)(2) says?",
        "15 CFR 740.25(c)",
        label="that its designer buys the memory and it goes straight to the packaging site",
    ),
    fact(
        "hbm_excluded_recipient",
        "Does it go to a distributor, through an intermediate consignee that the packaging site did not hire, or to "
        "a facility in Macau or Country Group D:5 that produces advanced-node circuits?",
        "15 CFR 740.25(d)",
        label="that a distributor, another intermediary or an advanced-node facility receives it",
    ),
    fact(
        "entry_refers_to_740_26",
        "Does the license requirement column of the Entity List refer to § 740.26 in the entry of every listed "
        "party?",
        "15 CFR 740.26(b)",
        label="that every listed party's entry refers to 740.26",
    ),
    fact(
        "rff_restricted_use",
        "Is it used to operate, install, maintain or repair equipment of 3B001.a.4, c, d, f.1, f.5, f.6, k to n, "
        "p.2, p.4, r, 3B002.c, 3B993 or 3B994 there, or to produce advanced-node integrated circuits?",
        "15 CFR 740.26(c)",
        label="that it serves restricted equipment or advanced-node circuits",
        judgment=True,
    ),
    fact(
        "rff_notified",
        "Did you notify BIS 45 days before, with end user, item, price and day of shipment?",
        "15 CFR 740.26(d)(1)",
        label="that BIS was notified 45 days before",
    ),
    fact(
        "iec_table_lists_item",
        "Does the table License Exception IEC Eligible Items and Destinations (bis.gov/IEC) list the item for this "
        "destination?",
        "15 CFR 740.24(b)",
        label="that the table of License Exception IEC lists the item for the destination",
        judgment=True,
    ),
    fact(
        "headquartered_in_supplement_5",
        "Are the entity that receives it and its ultimate parent headquartered in a destination of paragraph (a) of "
        "Supplement No. 5 to part 740?",
        "15 CFR 740.27(a)",
        label="that the recipient and its parent are headquartered in a destination of Supplement No. 5",
    ),
    fact(
        "designed_by_approved_designer",
        "Did an approved or authorized integrated circuit designer (Note 1 to 3A090.a) design it?",
        "15 CFR Part 774 Supp. 1",
        label="that an approved or authorized integrated circuit designer designed it",
    ),
    fact(
        "aia_certification_submitted",
        "Have you the ultimate consignee's certification of 740.27(b)(2), and did you send it to BIS where its total "
        "reaches 253,000,000 TPP?",
        "15 CFR 740.27(b)(2)",
        label="that the ultimate consignee's certification is there and submitted",
    ),
    fact(
        "aia_training_for_others",
        "Is it to train AI models of 4E091 for entities headquartered or located outside paragraph (a) of Supplement "
        "No. 5?",
        "15 CFR 740.27(a)",
        label="that it trains AI models for entities outside Supplement No. 5",
        judgment=True,
    ),
    fact(
        "model_weights_in_secure_facility",
        "Will the model weights be stored in a facility that complies with paragraphs 14, 15 and 18 of Supplement "
        "No. 10 to part 748?",
        "15 CFR 740.27(a)(3)(ii)",
        label="that the model weights are stored as 740.27(a)(3)(ii) says",
    ),
    fact(
        "acm_manufacture_or_storage",
        "Is it for development, production or storage of such items, which are ultimately destined to customers "
        "outside Macau and Country Group D:5?",
        "15 CFR 740.28(a)",
        label="that it serves development, production or storage for customers outside Macau and D:5",
    ),
    fact(
        "acm_private_sector_end_user",
        "Is the end user a private firm or person, neither owned nor controlled by nor acting for a government "
        "other than that of the United States?",
        "15 CFR 740.28(d)",
        label="that the end user is of the private sector",
    ),
    fact(
        "lpp_tpp_of_the_year",
        "How much total processing performance (TPP) has the ultimate consignee received under License Exception "
        "LPP this calendar year from all exporters, this shipment included?",
        "15 CFR 740.29(d)",
        label="the total processing performance that the consignee received this year",
        kind=FactKind.NUMBER,
    ),
    fact(
        "lpp_certification_obtained",
        "Have you the ultimate consignee's certification of 740.29(f)?",
        "15 CFR 740.29(f)",
        label="that the ultimate consignee's certification of 740.29(f) is there",
    ),
)
