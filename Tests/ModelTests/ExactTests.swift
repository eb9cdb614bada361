import Foundation
import Model
import TestKit
import Testing

@Suite struct ExactTests {
    @Test(arguments: ["0", "1", "-1", "0.5", "2.50", "-0.005", "123456789012345678", "0.000000001", "999999999.999999999"])
    func `decimal text reads and writes back as it was`(_ text: String) throws {
        #expect(Exact(text)?.text == text)
    }

    @Test(arguments: [
        "", "-", ".", ".5", "5.", "1,5", "1e3", "+1", " 1", "1 ", "1.2.3", "0x1", "١", "1234567890123456789", "0.0000000001",
    ])
    func `what is not plain decimal text is refused`(_ text: String) {
        #expect(Exact(text) == nil)
    }

    @Test func `products round once with halves away from zero, as Python's decimal does`() throws {
        var script = "from decimal import Decimal, ROUND_HALF_UP\n"
        var ours: [String] = []
        var generator = SplitMix(seed: 7)
        for _ in 0..<2000 {
            let a = Exact(digits: Int64(bitPattern: generator.next()) % 1_000_000_000, scale: Int(generator.next() % 7))
            let b = Exact(digits: Int64(bitPattern: generator.next()) % 1_000_000, scale: Int(generator.next() % 5))
            let places = Int(generator.next() % 4)
            script += "print((Decimal('\(a)')*Decimal('\(b)')).scaleb(\(places)).quantize(Decimal(1),rounding=ROUND_HALF_UP))\n"
            ours.append(try #require(a.multiplied(by: b, places: places)).description)
        }
        let theirs = try python(script).map { $0 == "-0" ? "0" : $0 }
        #expect(theirs == ours)
    }

    @Test func `amounts with more decimals than the currency has are refused, others are minor units`() throws {
        let euro = try #require(Currency("EUR"))
        let yen = try #require(Currency("JPY"))
        let dinar = try #require(Currency("KWD"))
        #expect(Exact("12.34")?.minor(of: euro) == 1234)
        #expect(Exact("12.3")?.minor(of: euro) == 1230)
        #expect(Exact("12.340")?.minor(of: euro) == 1234)
        #expect(Exact("12.345")?.minor(of: euro) == nil)
        #expect(Exact("12")?.minor(of: yen) == 12)
        #expect(Exact("12.5")?.minor(of: yen) == nil)
        #expect(Exact("1.234")?.minor(of: dinar) == 1234)
        #expect(Exact("123456789012345678")?.minor(of: euro) == nil)
    }

    /// The lines that a Python script prints.
    private func python(_ script: String) throws -> [String] {
        let answer = try OtherProgram.run("/usr/bin/env", ["python3", "-"], input: Data(script.utf8))
        return String(decoding: answer.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
