import Model
import Records
import Testing

@Suite struct SQLTests {
    @Test func `values never stand in the text`() {
        let evil = "'; DROP TABLE client; --"
        let sql: SQL = "SELECT id FROM client WHERE name = \(evil) AND slug = \(3 as Int64)"
        #expect(sql.text { _ in "?" } == "SELECT id FROM client WHERE name = ? AND slug = ?")
        #expect(sql.text { "$\($0)" } == "SELECT id FROM client WHERE name = $1 AND slug = $2")
        #expect(sql.values == [.text(evil), .integer(3)])
    }

    @Test func `statements are joined with their values in order`() {
        let sum = ("SELECT \(1 as Int64)" as SQL) + " WHERE a = \("x")" + (" AND b = \([1, 2] as [UInt8])" as SQL)
        #expect(sum.text { "$\($0)" } == "SELECT $1 WHERE a = $2 AND b = $3")
        #expect(sum.values == [.integer(1), .text("x"), .bytes([1, 2])])
    }

    @Test func `absent values are NULL`() {
        let (id, day, at): (ID<Case>?, Day?, Instant?) = (nil, nil, nil)
        let sql: SQL = "VALUES (\(id), \(day), \(at), \(nil as String?), \(nil as [UInt8]?), \(nil as Int64?))"
        #expect(sql.values == Array(repeating: .null, count: 6))
    }
}
