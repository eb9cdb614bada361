/// What can be wrong with claims, and how a workspace may not change those of the program.
extension PolicySpecimen {
    private static let c1 = "C1: { kind: look, sentences: [P50], checks: [policy-dated] }"
    private static let c5 = "C5: { kind: act, sentences: [P9, O9], checks: [client-life] }"

    static let claims = [
        PolicySpecimen(
            "a claim without a check", Change("claims.yaml", c1, "C1: { kind: look, sentences: [P50] }"),
            complaints: "C1 has no check", "C1 leaves out the check policy-dated"),
        PolicySpecimen(
            "a check that no claim needs",
            Change("claims.yaml", "sentences: [P41], checks: [retention-table]", "sentences: [P41], checks: [policy-dated]"),
            complaints: "M30 leaves out the check retention-table", "no claim needs the check retention-table"),
        PolicySpecimen(
            "a claim with a check that there is not", Change("claims.yaml", "[policy-dated]", "[policy-dated, policy-read]"),
            complaints: "there is no check policy-read"),
        PolicySpecimen(
            "a claim of no sentence", Change("claims.yaml", c1, "C1: { kind: look, sentences: [], checks: [policy-dated] }"),
            complaints: "refusal.content.sentence content/privacy.ar.md P50"),
        PolicySpecimen(
            "a claim that is signed for in place of its checks",
            Change("claims.yaml", c1, "C1: { kind: attested, sentences: [P50] }"),
            complaints: "C1 leaves out the check policy-dated"),
        PolicySpecimen(
            "a signature beside the checks, which takes nothing away",
            Change("claims.yaml", c1, "C1: { kind: attested, sentences: [P50], checks: [policy-dated] }")),
        PolicySpecimen(
            "a check in place of a signature",
            Change(
                "claims.yaml", "C28: { kind: attested, sentences: [O31] }",
                "C28: { kind: look, sentences: [O31], checks: [policy-dated] }"),
            complaints: "C28 is shown by look, and by attested in the program"),
        PolicySpecimen(
            "a claim that is said not to be in use",
            Change("claims.yaml", c5, "C5: { state: not-in-use, sentences: [P9, O9], checks: [client-life] }"),
            complaints: "C5 is not-in-use, and built in the program"),
        PolicySpecimen(
            "a claim that leaves out a check and a sentence, and counts for longer",
            Change(
                "claims.yaml", "C6: { kind: act, sentences: [P9], checks: [client-life] }",
                "C6: { kind: act, sentences: [P6], checks: [account-fields], max_age: 365 }"),
            complaints: "C6 leaves out the check client-life", "C6 leaves out the sentence P9",
            "C6 counts a run for 365 days, and for 3 in the program"),
        PolicySpecimen(
            "a claim that a setting takes back",
            Change(
                "claims.yaml", c1,
                "C1: { kind: look, sentences: [P50], checks: [policy-dated], unless: operator_is_agency }"),
            complaints: "C1 is taken back by operator_is_agency, and not in the program"),
        PolicySpecimen(
            "a claim that is gone though another one names its sentences", Change("claims.yaml", c5 + "\n", ""),
            complaints: "C5 is gone, though a text has P9, O9"),
        PolicySpecimen(
            "a check that nobody describes in a language",
            Change(
                "checks.yaml", "  lt: \"Žiūri į kiekvieną slaptažodį visų agentūrų įrašuose: kokiu pavidalu jis laikomas.\"\n",
                ""),
            complaints: "content/checks.yaml does not say in lt what password-hashed does"),
    ]
}
