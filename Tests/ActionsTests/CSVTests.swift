import Foundation
import TestKit
import Testing

@testable import Actions

@Suite struct CSVTests {
    private func records(_ bytes: [UInt8]) throws -> [[String]] {
        let scratch = try Scratch("csv")
        let path = scratch.path("a.csv")
        try Data(bytes).write(to: URL(filePath: path))
        var reader = try CSVReader(path: path)
        var all: [[String]] = []
        while let cells = try reader.next() { all.append(cells) }
        return all
    }

    @Test(arguments: [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
        ("\"a\",\"b,c\"\n", [["a", "b,c"]]),
        ("\"say \"\"hi\"\"\",\n", [["say \"hi\"", ""]]),
        ("\"two\nlines\",x\r\n", [["two\nlines", "x"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        (",,\n", [["", "", ""]]),
        ("\"\"\n", [[""]]),
        ("", []),
    ])
    func `records are read as RFC 4180 says`(_ text: String, _ expected: [[String]]) throws {
        #expect(try records(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("a,\"b\n", CSVReader.Flaw.Kind.unterminated, 1), ("x\na\"b\n", .strayQuote, 2), ("\"a\"b\n", .afterQuote, 1),
        ("a\rb\n", .bareReturn, 1), ("a\n\"b\nc\nd", .unterminated, 2),
    ])
    func `what is not so is an error with its line`(_ text: String, _ kind: CSVReader.Flaw.Kind, _ line: Int) {
        #expect(throws: CSVReader.Flaw(kind: kind, line: line)) { try records(Array(text.utf8)) }
    }

    @Test func `cells that cross the buffer's end are whole`() throws {
        let long = String(repeating: "ä", count: 100_000)
        let rows = (0..<20).map { "\($0),\(long),\"\(long)\"\"\"\n" }.joined()
        let all = try records(Array(rows.utf8))
        #expect(all.count == 20)
        #expect(all.allSatisfy { $0[1] == long && $0[2] == long + "\"" })
    }

    @Test func `a cell without an end is refused before it fills the memory`() {
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: CSVReader.longestCell + 10)
        #expect(throws: CSVReader.Flaw(kind: .long, line: 1)) { try records(endless) }
        #expect(throws: CSVReader.Flaw(kind: .long, line: 1)) { try records([UInt8(ascii: "\"")] + endless) }
    }
}
