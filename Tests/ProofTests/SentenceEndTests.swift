import Testing

@testable import Site

@Suite struct SentenceEndTests {
    @Test(arguments: [
        ("en", "We do not sell it. Except on Fridays.", "Except on Fridays."),
        ("en", "We do not sell it. except on Fridays.", "except on Fridays."),
        ("en", "We do not sell it.Except on Fridays.", "Except on Fridays."),
        ("en", "**We do not sell it.** Except on Fridays.", "Except on Fridays."),
        ("en", "Sold? Never.", "Never."),
        ("en", "We answer within 30. 90 at most.", "90 at most."),
        ("en", "You can reach us at {contact}. {agency} answers.", "{agency} answers."),
        ("en", "We keep names, addresses, etc. We sell them.", "We sell them."),
        ("en", "It is [described here](../). We sell it.", "We sell it."),
        ("en", "We say “no.” We sell it.", "We sell it."),
        ("lt", "Jų neparduodame. Išskyrus penktadieniais.", "Išskyrus penktadieniais."),
        ("lt", "Atsakome per 30 d. Penktadieniais parduodame.", "Penktadieniais parduodame."),
        ("lt", "Laikome vardus ir kt. Juos parduodame.", "Juos parduodame."),
        ("ar", "ولا نبيعه. إلا أيام الجمعة.", "إلا أيام الجمعة."),
        ("ar", "هل نبيعه؟ لا.", "لا."),
        ("ar", "نجيب خلال 30. ثم نبيعه.", "ثم نبيعه."),
        ("ar", "ولا نبيعه.إلا أيام الجمعة.", "إلا أيام الجمعة."),
    ])
    func `a second sentence is found`(language: String, line: String, second: String) {
        #expect(SentenceEnds.second(in: line, language: language) == second)
    }

    @Test(arguments: [
        ("en", "Documents are encrypted, e.g. with AES-256, version 1.3, by Example Inc. for Dr. Smith."),
        ("en", "We keep 1.5 GB of it, see Art. 30 and portal.example, until 5 p.m. that day."),
        ("en", "J. Smith (an agent, cf. No. 5) answers; [here](request.html?a. B) it says how."),
        ("en", "We ask “why?” and wait… and answer."),
        ("en", "The U.S. Government gets nothing."),
        ("lt", "Nuo 2026 m. sausio 3 d. laikome pvz. el. pašto adresus, t. y. kontaktus, ir t. t., Pilies g. 5."),
        ("lt", "Nuo 2026 m. Lietuvoje galioja 3. straipsnis, žr. Nr. 7."),
        ("ar", "يجيب د. أحمد على ص.ب. 15 منذ 1447 هـ. بإصدار 1.3."),
        ("ar", "نجيب خلال 30 يومًا: لا نبيعه؛ ولا نؤجره."),
    ])
    func `what only looks like an end is none`(language: String, line: String) {
        #expect(SentenceEnds.second(in: line, language: language) == nil)
    }
}
