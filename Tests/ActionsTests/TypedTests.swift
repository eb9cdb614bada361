import Foundation
import Model
import Testing

@testable import Actions

@Suite struct TypedTests {
    private static let euro = Stand.currency

    private static func locale(_ name: String) -> Locale { Locale(identifier: name) }

    @Test(
        arguments: [
            ("30,5", "en", "30.5"), ("30.5", "en", "30.5"), ("30,5", "lt", "30.5"), ("30.5", "lt", "30.5"),
            ("30.5", "de", "30.5"),
            ("1.234,50", "de", "1234.50"), ("1.234,50", "en", "1234.50"), ("1,234.50", "de", "1234.50"),
            ("1.234", "de", "1234"), ("1.234", "lt", "1.234"), ("1.234", "en", "1.234"), ("1,234", "en", "1234"),
            ("1,234", "lt", "1.234"), ("0.234", "de", "0.234"), ("12.3456", "de", "12.3456"), ("1.234.567", "en", "1234567"),
            ("1,234,567", "lt", "1234567"), ("1 234,50", "lt", "1234.50"), ("1\u{A0}234,50", "lt", "1234.50"),
            ("1\u{202F}234\u{202F}567,5", "fr", "1234567.5"), ("1'234.50", "de_CH", "1234.50"), ("1’234", "en", "1234"),
            ("-2", "en", "-2"), ("−2,50", "lt", "-2.50"), (",5", "lt", "0.5"), (" 7 ", "en", "7"), ("٣٠٫٥", "ar", "30.5"),
            ("١٬٢٣٤٫٥", "ar", "1234.5"), ("007", "en", "007"),
        ])
    func `a number is read as people write it`(_ typed: String, _ locale: String, _ expected: String) throws {
        #expect(try DecimalText(Self.locale(locale)).number(typed) == Exact(expected))
    }

    @Test(arguments: [
        "", " ", "-", "abc", "1e3", "0x10", "1,2,3", "1.2.3", "1..2", "1,.2", "5.", "12 34", "1 23", "1234 567", "1.23,4.5",
        "1,234.5,6",
        "1.234 567", "--1", "+1", "1-", "½", "²", "1234567890123456789", "1.0000000001", "٣x", "1\u{301}", "€5",
    ])
    func `what is no number is not guessed at`(_ typed: String) {
        for locale in ["en", "de", "lt"] {
            #expect(throws: Flaw.number, "\(locale)") { try DecimalText(Self.locale(locale)).number(typed) }
        }
    }

    @Test(arguments: ["en", "lt", "de", "de_CH", "fr", "ar", "pl", "sv", "en_IN"])
    func `what a language writes is read again`(_ name: String) throws {
        let locale = Self.locale(name)
        for text in ["0.5", "12.34", "1234.5", "98765.25", "-3.75"] {
            let exact = try #require(Exact(text))
            let written = try #require(Decimal(string: text)).formatted(.number.locale(locale).grouping(.automatic))
            let read = try DecimalText(locale).number(written)
            #expect(read.shortened == exact.shortened, "\(written)")
        }
    }

    /// What a form says of one field.
    private func word(_ texts: [String], _ read: (inout TypedForm) -> Void) -> String? {
        do {
            try Typed(["f": texts]).read { read(&$0) }
            return nil
        } catch let refusal as Refusal {
            return refusal.fields["f"]?.word.replacing("form.flaw.", with: "")
        } catch {
            return "\(error)"
        }
    }

    @Test func `each rule refuses at its field and says why`() throws {
        let euro = Self.euro
        #expect(word(["  "]) { _ = $0.line("f", least: 1) } == "required")
        #expect(word(["ab"]) { _ = $0.line("f", least: 3) } == "short")
        #expect(word(["abc"]) { _ = $0.line("f", most: 2) } == "long")
        #expect(word(["e\u{301}" + String(repeating: "\u{301}", count: 999)]) { _ = $0.line("f", most: 10) } == "long")
        #expect(word(["a\nb"]) { _ = $0.line("f") } == "control")
        // What turns the direction of all that follows, breaks a line unseen, or cannot be seen.
        for sign in ["\u{202E}", "\u{2066}", "\u{2028}", "\u{85}", "\u{E0001}"] {
            #expect(word(["a\(sign)b"]) { _ = $0.line("f") } == "control")
        }
        #expect(word(["a\u{200F}b \u{1F600}"]) { _ = $0.line("f") } == nil)
        for day in ["1899-12-31", "2200-01-01", "9999-12-31", "0001-01-01"] { #expect(word([day]) { _ = $0.day("f") } != nil) }
        #expect(word(["2199-12-31"]) { _ = $0.day("f") } == nil)
        #expect(word(["a\u{7}b"]) { _ = $0.body("f") } == "control-body")
        #expect(word([String(repeating: "a", count: 11)]) { _ = $0.body("f", most: 10) } == "long")
        #expect(word(["a@b"]) { _ = $0.email("f") } == "email")
        #expect(word([""]) { _ = $0.email("f", isRequired: true) } == "required")
        #expect(word(["a--b"]) { _ = $0.slug("f") } == "slug")
        #expect(word(["2026-02-30"]) { _ = $0.day("f") } == "day")
        #expect(word([""]) { _ = $0.day("f") } == "required")
        #expect(word(["1.5"]) { _ = $0.whole("f", 1...9) } == "whole")
        #expect(word(["0"]) { _ = $0.whole("f", 1...9) } == "least")
        #expect(word(["10"]) { _ = $0.whole("f", 1...9) } == "most")
        #expect(word(["-0.01"]) { _ = $0.decimal("f", least: Exact("0")) } == "least")
        #expect(word(["100.01"]) { _ = $0.decimal("f", most: Exact("100")) } == "most")
        #expect(word(["1.255"]) { _ = $0.decimal("f", places: 2) } == "places")
        #expect(word(["1.005"]) { _ = $0.money("f", in: euro) } == "places")
        #expect(word(["0"]) { _ = $0.money("f", in: euro, least: 1) } == "least")
        #expect(word(["boss"]) { _ = $0.word("f", Role.self) } == "choice")
        #expect(word(["owner", "boss"]) { _ = $0.words("f", Role.self) } == "choice")
        #expect(word(["cases", "all"]) { _ = $0.rights("f") } == "choice")
        #expect(word(["xx"]) { _ = $0.language("f", of: ["en"]) } == "language")
        #expect(word(["EURO"]) { _ = $0.currency("f") } == "currency")
        #expect(word(["Latveria"]) { _ = $0.country("f") } == "country")
        #expect(word(["LT12"]) { _ = $0.iban("f") } == "iban")
        #expect(word(["x"]) { _ = $0.bic("f") } == "bic")
        #expect(word(["x"]) { _ = $0.id("f", Client.self) } == "choice")
    }

    private func value<Value>(_ texts: [String], _ read: (inout TypedForm) -> Value) throws -> Value {
        try Typed(["f": texts]).read { read(&$0) }
    }

    @Test func `each rule takes what is right, in its one spelling`() throws {
        let euro = Self.euro
        #expect(try value([" a "]) { $0.line("f", least: 1, most: 1) } == "a")
        #expect(try value(["a\r\nb\n\n "]) { $0.body("f") } == "a\nb")
        #expect(try value([" A@B.example "]) { $0.email("f") } == "a@b.example")
        #expect(try value([" Baltic-Oak "]) { $0.slug("f").text } == "baltic-oak")
        #expect(try value([""]) { $0.dayIfAny("f") } == nil)
        #expect(try value(["2026-02-28"]) { $0.dayIfAny("f")?.text } == "2026-02-28")
        #expect(try value(["1,00"]) { $0.decimal("f", places: 0).minor(of: euro) } == 100)
        #expect(try value(["1.234,5"]) { $0.money("f", in: euro).minor } == 123_450)
        #expect(try value(["agent", "owner", "owner"]) { $0.words("f", Role.self) } == [.owner, .agent])
        #expect(try value(["documents", "cases"]) { $0.rights("f") } == [.cases, .documents])
        #expect(try value([]) { $0.rights("f") } == [])
        #expect(try value([]) { $0.flag("f") } == false)
        #expect(try value(["eur"]) { $0.currency("f").code } == "EUR")
        #expect(try value(["lt"]) { $0.country("f") } == "LT")
        #expect(try value(["lt12 1000 0111 0100 1000"]) { $0.iban("f") } == "LT121000011101001000")
    }

    @Test func `everything that is wrong is said at once`() throws {
        let typed = Typed(["name": [""], "email": ["x"], "day": ["soon"], "city": ["Vilnius"]])
        let refusal = try #require(throws: Refusal.self) {
            try typed.read { (form: inout TypedForm) in
                _ = (form.line("name", least: 1), form.email("email"), form.day("day"), form.line("city"))
            }
        }
        #expect(refusal.kind == .invalid && Set(refusal.fields.keys) == ["name", "email", "day"])
    }

    @Test func `rows are read by their number, and blank ones left aside`() throws {
        let typed = Typed([
            "lines[2].text": ["two"], "lines[2].price": ["x"], "lines[0].text": ["zero"], "lines[0].price": ["1"],
            "lines[1].text": [" "], "lines[1].price": [""], "lines[007].text": ["seven"], "lines[999].text": ["far"],
        ])
        #expect(typed.rows("lines") == [0, 1, 2])
        let refusal = try #require(throws: Refusal.self) {
            try typed.read { (form: inout TypedForm) in
                _ = form.rows("lines", most: 9) { form, _ in (form.line("text", least: 1), form.decimal("price")) }
            }
        }
        #expect(Array(refusal.fields.keys) == ["lines[2].price"])
        let texts = try typed.read { form in form.rows("lines", most: 9) { form, row in "\(row) \(form.line("text"))" } }
        #expect(texts == ["0 zero", "2 two"])
        let tooMany = try #require(throws: Refusal.self) {
            try typed.read { form in form.rows("lines", most: 1) { form, _ in form.line("text") } }
        }
        #expect(tooMany.fields["lines"]?.word == "form.flaw.rows")
    }

    @Test func `a state is that of one record and no other`() throws {
        var client = Client(id: ID("1"), slug: Stand.slug, name: "Baltic", kind: .company)
        let shown = FormState(client)
        let typed = Typed([FormState.field: [shown.text]])
        try typed.check(FormState(client))
        client.city = "Kaunas"
        let refusal = try #require(throws: Refusal.self) { try typed.check(FormState(client)) }
        #expect(refusal.kind == .conflict)
        #expect(FormState("a", "bc") != FormState("ab", "c"))
    }
}
