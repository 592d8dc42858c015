#!/usr/bin/env bash
# One application from the refused sale to the last shipment, by the command line alone.
#
#   LICET_HOME=/tmp/story bash docs/guide/story.sh        (SQLite; PostgreSQL with LICET_DATABASE_URL)
#
# Files are written to the folder in which it runs. The clock is that of a rehearsal (docs/guide/settings.md), so that
# four months pass in a minute. A line that begins with "!" is refused, and is meant to be.
set -euo pipefail
mkdir -p "$LICET_HOME"
touch "$LICET_HOME/rehearsal"
day() { export LICET_REHEARSAL_CLOCK="$1T16:00:00+00:00"; }
as() { export LICET_AS="$1" LICET_ROLE="$2" LICET_ORG="$3"; }

# --- 10 October 2019: the sale is refused -------------------------------------------------------------------------
day 2019-10-10
as mia license_manager acme
cat > modem.json <<'END'
{"action": "export", "as_of": "2019-10-10", "destination": "CN",
 "item": {"description": "cable modem CM-1", "kind": "commodity", "eccn": "EAR99", "us_origin": true,
          "quantity": 100, "unit": "pcs", "value_usd": 12000},
 "parties": [{"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN",
              "address": "Bantian, Shenzhen", "owners": []}],
 "end_use": "none_named_in_part_744"}
END
cat > switch.json <<'END'
{"action": "export", "as_of": "2019-10-10", "destination": "CN",
 "item": {"description": "backbone switch SW-9", "kind": "commodity", "eccn": "5A991", "us_origin": true,
          "quantity": 5, "unit": "pcs", "value_usd": 45000},
 "parties": [{"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN",
              "address": "Bantian, Shenzhen", "owners": []}],
 "end_use": "none_named_in_part_744"}
END
! licet check modem.json --gate

# --- apply: what the answer knows is filled in, what is missing is named ------------------------------------------
cat > applicant.toml <<'END'
name = "Acme Inc."
address = "1 Main St, Austin TX 78701"
country = "US"
contact_name = "Mia Moss"
contact_telephone = "512 555 0100"
END
licet apply modem.json switch.json --applicant applicant.toml --order PO-7 --end-use "broadband service to households" --id A-1
! licet cases submit A-1
licet cases withdraw A-1 --reason "it does not say that nothing is laden yet"
licet apply modem.json switch.json --applicant applicant.toml --order PO-7 --end-use "broadband service to households" --not-laden --id A-2 --submit
! licet apply modem.json switch.json --applicant applicant.toml --order PO-7 --end-use "broadband service to households" --not-laden --id A-3 --submit

# --- review: day zero, referral, silence, disagreement ------------------------------------------------------------
as rae registrar BIS
licet cases register A-2 --acn Z123456
day 2019-10-11
as otto licensing_officer BIS
licet cases open-review A-2
day 2019-10-19
licet cases refer A-2 --agencies DOD --agencies DOE --agencies DOS
cat > dod.json <<'END'
{"agency": "DOD", "version": 1, "lines": [{"number": 1, "view": "deny"}, {"number": 2, "view": "deny"}],
 "statutory_basis": ["50 USC 4813(a)(1)"], "regulatory_basis": ["15 CFR 744.11(a)"], "reasons": "risk of diversion"}
END
cat > doe.json <<'END'
{"agency": "DOE", "version": 1, "lines": [{"number": 1, "view": "approve"}, {"number": 2, "view": "no_objection"}]}
END
cat > bis.json <<'END'
{"agency": "BIS", "version": 1, "statutory_basis": ["50 USC 4813(a)(1)"], "regulatory_basis": ["15 CFR 744.11(a)"],
 "reasons": "line 2 builds networks",
 "lines": [{"number": 1, "view": "approve_with_conditions", "conditions": ["no resale to any other listed party"]},
           {"number": 2, "view": "deny"}]}
END
day 2019-10-30
as dora agency_reviewer DOD
licet cases recommend A-2 --recommendation dod.json
day 2019-11-04
as ed agency_reviewer DOE
licet cases recommend A-2 --recommendation doe.json
day 2019-11-17
as otto licensing_officer BIS
! licet cases close-review A-2 --position bis.json
day 2019-11-19
licet cases due
licet cases close-review A-2 --position bis.json

# --- escalation: Operating Committee, ACEP ------------------------------------------------------------------------
licet cases to-operating-committee A-2
cat > decision.json <<'END'
{"lines": [{"number": 1, "view": "approve_with_conditions", "conditions": ["no resale to any other listed party"]},
           {"number": 2, "view": "deny"}]}
END
day 2019-11-29
as chen chair BIS
licet cases announce A-2 --resolution decision.json --reason "modems like these are sold in every country"
day 2019-12-03
as dora agency_reviewer DOD
licet cases escalate A-2 --statutory-basis "50 USC 4813(a)(1)" --regulatory-basis "15 CFR 744.11(a)" --signed-by "Assistant Secretary of Defense" --reason "the risk stands"
day 2019-12-13
as chen chair BIS
licet cases announce A-2 --resolution decision.json --reason "the ACEP agrees with the Operating Committee"
day 2019-12-19
licet cases clock

# --- decision: one line approved under conditions, the other denied; three persons sign ---------------------------
cat > proposal.json <<'END'
{"version": 1, "lines": [{"number": 1, "approve": true}, {"number": 2, "approve": false}],
 "policy": "presumption of denial", "policy_cite": "84 FR 22961",
 "conditions": [{"text": "no resale to any other listed party", "lines": [1],
                 "applies_to": "Huawei Device Co., Ltd.", "acknowledge": true}],
 "statutory_basis": ["50 USC 4813(a)(1)"], "regulatory_basis": ["15 CFR 744.11(a)"],
 "considerations": "backbone equipment contributes to a network of concern", "modifications": "none",
 "contact_name": "Otto Officer", "contact_telephone": "202 555 0123"}
END
day 2019-12-20
as otto licensing_officer BIS
! licet cases propose A-2 --proposal proposal.json
licet cases judge A-2 --answer --lines 1 --reason "consumer goods, freely sold everywhere, no threat"
licet cases propose A-2 --proposal proposal.json
! licet cases countersign A-2
as cleo countersigner BIS
licet cases countersign A-2
as ivo issuing_officer BIS
licet cases issue-decision A-2
licet cases issue A-2 --number D1045678
licet documents license D1045678 --out license.pdf
licet documents denial A-2 --out denial.pdf
licet documents application A-2 --out application.pdf

# --- the license: nothing moves until the condition is acknowledged in writing ------------------------------------
day 2020-01-06
as sam shipper acme
! licet ledger ship D1045678 --id S-1 --line 1 --quantity 60 --unit pcs --value 7200 --destination CN --end-use "broadband service to households" --to "ultimate_consignee:Huawei Device Co., Ltd.:CN" --itn X20200106000001
as mia license_manager acme
echo "Condition C1 of license D1045678: no resale to any other listed party." > letter.txt
echo "Read and agreed. L. Wang, Huawei Device Co., Ltd." > acknowledged.txt
licet licenses send-conditions D1045678 --conditions C1 --document letter.txt
licet licenses acknowledge D1045678 --condition C1 --document acknowledged.txt --signed-by "L. Wang"
licet licenses show D1045678

# --- the same sale under the license ------------------------------------------------------------------------------
cat > licensed.json <<'END'
{"action": "export", "as_of": "2020-01-07", "destination": "CN",
 "item": {"description": "cable modem CM-1", "kind": "commodity", "eccn": "EAR99", "us_origin": true,
          "quantity": 60, "unit": "pcs", "value_usd": 7200},
 "parties": [{"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN", "owners": []}],
 "end_use": "none_named_in_part_744", "facts": {"license_number": "D1045678", "license_covers_sale": true}}
END
day 2020-01-07
licet check licensed.json

# --- three shipments, one reversal, exhaustion --------------------------------------------------------------------
as sam shipper acme
licet ledger reserve D1045678 --id R-1 --line 1 --quantity 80 --value 9600 --destination CN --end-use "broadband service to households" --to "ultimate_consignee:Huawei Device Co., Ltd.:CN" --reference PO-7
licet ledger ship D1045678 --id S-1 --reservation R-1 --quantity 60 --value 7200 --itn X20200107000001
licet ledger ship D1045678 --id S-2 --reservation R-1 --quantity 20 --value 2400 --itn X20200107000002
! licet check licensed.json --gate
day 2020-01-09
licet ledger reverse D1045678 --id V-1 --shipment S-2 --ground not_exported --reason "stopped on the pier; never left"
! licet ledger ship D1045678 --id S-3 --line 1 --quantity 41 --value 4920 --destination CN --end-use "broadband service to households" --to "ultimate_consignee:Huawei Device Co., Ltd.:CN"
licet ledger ship D1045678 --id S-3 --line 1 --quantity 40 --value 6000 --destination CN --end-use "broadband service to households" --to "ultimate_consignee:Huawei Device Co., Ltd.:CN" --itn X20200109000001
! licet ledger ship D1045678 --id S-4 --line 1 --quantity 1 --value 1 --destination CN --end-use "broadband service to households" --to "ultimate_consignee:Huawei Device Co., Ltd.:CN"
licet ledger balance D1045678
licet ledger journal D1045678

# --- what was filed: one filing was never withdrawn ---------------------------------------------------------------
cat > customs.csv <<'END'
license_number,license_line,itn,quantity,value_usd,unit,export_date
D1045678,1,X20200107000001,60,7200.00,pcs,2020-01-07
D1045678,1,X20200107000002,20,2400.00,pcs,2020-01-07
D1045678,1,X20200109000001,40,6000.00,pcs,2020-01-09
END
as mia license_manager acme
! licet ledger reconcile customs.csv --record

# --- time passes: the denial of line 2 becomes final on day 45 ----------------------------------------------------
day 2020-02-03
licet cases clock
licet cases show A-2
licet stats --as-of 2019-11-30
licet stats

# --- the auditor: everything about the transaction, and proof that the log is as it was written -------------------
as ada auditor acme
licet records --reference D1045678 --out transaction.zip
licet audit verify --replay
