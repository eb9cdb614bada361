import Model
import Testing

@Suite struct CreditorReferenceTests {
    /// Published examples, with and without leading zeros.
    @Test(arguments: [
        ("539007547034", "RF18539007547034"), ("2348231", "RF712348231"), ("000000000539007547034", "RF18000000000539007547034"),
    ])
    func `check digits are those that others computed`(_ number: String, _ text: String) throws {
        let reference = try #require(CreditorReference(text))
        #expect(CreditorReference(number: number) == reference)
        #expect(reference.text == text)
    }

    @Test(arguments: ["INV-2026-0001", "ZT-2026-001", "a/1", "NG 2026.7", "000000000000000000001"])
    func `what a number gives is valid, and one wrong figure is not`(_ number: String) throws {
        let reference = try #require(CreditorReference(number: number))
        #expect(CreditorReference(reference.text) == reference)
        #expect(CreditorReference(reference.description) == reference)
        var figures = Array(reference.text)
        for place in 2..<figures.count {
            let right = figures[place]
            figures[place] = right == "9" ? "8" : "9"
            #expect(CreditorReference(String(figures)) == nil, "\(String(figures))")
            figures[place] = right
        }
    }

    @Test(arguments: ["", "--", "Nr. č1", "№1", "1234567890123456789012", "INV\u{202E}1", "A+B"])
    func `a number that it cannot hold has none`(_ number: String) {
        #expect(CreditorReference(number: number) == nil)
    }

    @Test func `it is printed in groups of four`() throws {
        #expect(try #require(CreditorReference("RF18539007547034")).description == "RF18 5390 0754 7034")
    }
}
