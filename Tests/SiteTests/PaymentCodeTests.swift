import Foundation
import Model
import TestKit
import Testing

@testable import Site

/// What banking apps read, as zbar's `zbarimg` reads it: a decoder that is not ours.
@Suite struct PaymentCodeTests {
    private static let iban = "LT121000011101001000"

    private func code(
        _ name: String = "UAB „North & Partners“", bic: String = "HABALT22", cents: Int64 = 12_345, currency: String = "EUR",
        number: String = "INV-2026-0007"
    ) throws -> EPCCode? {
        EPCCode(
            to: name, iban: Self.iban, bic: bic, amount: Money(minor: cents, currency: try #require(Currency(currency))),
            reference: CreditorReference(number: number), number: number)
    }

    @Test func `it says what the guideline wants, line by line`() throws {
        let lines = try #require(try code()).text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let reference = try #require(CreditorReference(number: "INV-2026-0007")).text
        #expect(
            lines == [
                "BCD", "002", "1", "SCT", "HABALT22", "UAB „North & Partners“", Self.iban, "EUR123.45", "", reference,
            ])
    }

    @Test func `there is none in another currency, for nothing, for too much, or without an account`() throws {
        #expect(try code(currency: "USD") == nil)
        #expect(try code(cents: 0) == nil)
        #expect(try code(cents: EPCCode.mostCents + 1) == nil)
        #expect(try code(cents: EPCCode.mostCents)?.text.contains("\nEUR999999999.99\n") == true)
        #expect(try code(cents: 1)?.text.contains("\nEUR0.01\n") == true)
        let amount = Money(minor: 1, currency: try #require(Currency("EUR")))
        #expect(EPCCode(to: "A", iban: "", bic: "", amount: amount, reference: nil, number: "1") == nil)
    }

    @Test(arguments: [
        "A\nEUR999999.99\nB", "a\u{2028}b\r\nc", String(repeating: "Ž", count: 300), String(repeating: "😀", count: 100),
        "\u{202E}\"><svg onload=alert(1)>",
    ])
    func `no name adds a line or makes it too long`(_ name: String) throws {
        for number in ["INV-2026-0001", String(repeating: "Ū", count: 40), "x\ny"] {
            let text = try #require(try code(name, number: number)).text
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == (CreditorReference(number: number) == nil ? 11 : 10))
            #expect(text.utf8.count <= EPCCode.mostBytes)
            #expect(lines[5].unicodeScalars.count <= 70 && !lines[5].isEmpty)
            if number.hasPrefix("Ū") { #expect(lines.last == number[...]) }
        }
    }

    @Test func `a real decoder reads the picture on the page`() throws {
        let names = [
            "UAB „North & Partners“", "O'Brien \"><svg onload=alert(1)>", String(repeating: "Žąsų ", count: 30), "北京有限公司", "A",
        ]
        let numbers = ["INV-2026-0007", String(repeating: "Ū", count: 40), "№ 1/ą\tb"]
        for name in names {
            for number in numbers {
                let code = try #require(try code(name, number: number))
                let picture = try #require(PaymentCode(code, label: ""))
                #expect(try decoded(picture) == code.text, "\(name) \(number)")
            }
        }
    }

    @Test func `pages made at once get the same pictures`() async throws {
        let codes = try (0..<64).compactMap { try code("Payee \($0)") }
        let alone = codes.map { PaymentCode($0, label: "")?.path }
        let together = await withTaskGroup(of: (Int, String?).self) { group in
            for (place, code) in codes.enumerated() { group.addTask { (place, PaymentCode(code, label: "")?.path) } }
            return await group.reduce(into: [Int: String?]()) { $0[$1.0] = $1.1 }
        }
        for place in codes.indices { #expect(together[place] == alone[place]) }
    }

    /// Draws the path as a grey picture, four dots a module, and asks zbarimg (Debian's zbar-tools) what it says.
    private func decoded(_ picture: PaymentCode) throws -> String {
        let side = try #require(Int(picture.side))
        let scale = 4
        var dots = [UInt8](repeating: 255, count: side * scale * side * scale)
        for run in picture.path.split(separator: "M") {
            let match = try #require(run.wholeMatch(of: /(\d+) (\d+)\.5h(\d+)/))
            let (column, row, length) = (Int(match.1) ?? 0, Int(match.2) ?? 0, Int(match.3) ?? 0)
            for y in row * scale..<(row + 1) * scale {
                for x in column * scale..<(column + length) * scale { dots[y * side * scale + x] = 0 }
            }
        }
        let scratch = try Scratch("qr")
        let file = scratch.path("code.pgm")
        try Data(Array("P5 \(side * scale) \(side * scale) 255\n".utf8) + dots).write(to: URL(filePath: file))
        let answer = try OtherProgram.run(
            "/usr/bin/zbarimg",
            ["--quiet", "--nodbus", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", "-Sqrcode.binary", file])
        #expect(answer.code == 0)
        return String(decoding: answer.bytes, as: UTF8.self)
    }
}
