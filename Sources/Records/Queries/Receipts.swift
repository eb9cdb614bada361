import Foundation
public import Model

extension Connection {
    /// Adds a receipt with its files.
    public func insert(_ receipt: Receipt) throws {
        try run(
            """
            INSERT INTO receipt (id, client, case_id, person, at)
            VALUES (\(receipt.id), \(receipt.client), \(receipt.caseID), \(receipt.person), \(receipt.at))
            """)
        for (position, file) in receipt.files.enumerated() { try insert(file, at: position, of: receipt.id) }
    }

    /// Adds one more file to a receipt that there is.
    public func append(_ file: Receipt.File, to receipt: ID<Receipt>) throws {
        let last = try one("SELECT max(position) FROM receipt_file WHERE receipt = \(receipt)") { try $0.integerIfAny(0) } ?? nil
        try insert(file, at: Int(last ?? -1) + 1, of: receipt)
    }

    private func insert(_ file: Receipt.File, at position: Int, of receipt: ID<Receipt>) throws {
        let arguments = try file.refusal.map { try encoded($0.arguments) }
        try run(
            """
            INSERT INTO receipt_file (receipt, position, name, size, sha256, document, repeat, refused_kind, refused_word,
                refused_arguments)
            VALUES (\(receipt), \(position), \(file.name), \(file.size), \(file.sha256), \(file.document),
                \(file.isRepeat), \(file.refusal?.kind.rawValue), \(file.refusal?.word), \(arguments))
            """)
    }

    /// The receipt with its files, or nil.
    public func receipt(_ id: ID<Receipt>) throws -> Receipt? {
        let head = try one("SELECT client, case_id, person, at FROM receipt WHERE id = \(id)") { row in
            Receipt(
                id: id, client: try row.id(0), caseID: try row.id(1), person: try row.id(2), at: try row.instant(3), files: [])
        }
        guard var receipt = head else { return nil }
        receipt.files = try all(
            """
            SELECT name, size, sha256, document, repeat, refused_kind, refused_word, refused_arguments
            FROM receipt_file WHERE receipt = \(id) ORDER BY position
            """, Receipt.File.init)
        return receipt
    }
}

extension Receipt.File {
    init(_ row: any Row) throws {
        self.init(
            name: try row.text(0), size: try row.integer(1), sha256: try row.bytes(2), document: try row.idIfAny(3),
            isRepeat: try row.flag(4))
        if !row.isNull(5) {
            refusal = Receipt.Refused(kind: try row.word(5), word: try row.text(6), arguments: try decoded(try row.text(7)))
        }
    }
}

/// Arguments of a refusal as JSON text, keys in order so that equal arguments are equal text.
private func encoded(_ arguments: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(arguments), as: UTF8.self)
}

private func decoded(_ text: String) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
}
