import Foundation
import Model
import Records

@testable import Actions

/// A folder of the import format, in memory.
struct TextFolder: FileSource {
    var files: [String: [UInt8]]

    init(_ files: [String: String]) {
        self.files = files.mapValues { Array($0.utf8) }
    }

    func open(_ path: String) async throws -> (any FileReader)? {
        files[path].map(Reader.init)
    }

    func names() async throws -> [String] { files.keys.filter { !$0.contains("/") }.sorted() }

    private actor Reader: FileReader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { rest = bytes[...] }

        func next() -> [UInt8] {
            defer { rest = rest.dropFirst(10_000) }
            return Array(rest.prefix(10_000))
        }

        func close() {}
    }

    static let pdf =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

    /// A small whole folder.
    static let whole = TextFolder([
        "agency.csv": "key,value\nlegal_name,Acme Law UAB\naddress,Gedimino 1\ncountry,LT\n",
        "clients.csv": "client,name,kind,language\nmoon,Moon Bakery,company,en\nsun,\"Sun, the \"\"bright\"\" one\",person,lt\n",
        "contacts.csv": "client,name,email,sees\nmoon,Ada,Ada@Moon.example,cases invoices\nsun,Ada,ada@moon.example,\n",
        "cases.csv":
            "client,case,title,status,opened,closed,summary\nmoon,lease,The lease,open,2026-01-01,,**Bold**\nsun,old,Old,closed,2025-01-01,2025-02-01,\n",
        "events.csv": """
        client,case,date,kind,title,body,visibility
        moon,lease,2026-01-02,note,First,"two
        lines",client
        moon,lease,2026-01-02,note,Twice,,client
        moon,lease,2026-01-02,note,Twice,,client
        moon,lease,2026-01-03T23:30:00+00:00,call,Late,,internal

        """,
        "invoices.csv": """
        client,invoice,number,case,issued,due,currency,status,credits,notes
        moon,a,X-1,lease,2026-01-10,2026-01-20,EUR,issued,,
        moon,b,X-2,,2026-01-11,,EUR,issued,a,
        moon,c,,,,,EUR,draft,,

        """,
        "invoice_lines.csv": """
        invoice,position,description,quantity,unit_price,tax_rate,tax_category
        a,1,Work,2,100.00,21,
        a,2,Fee,1,50.00,0,E
        b,1,Work,1,100.00,21,
        c,1,Work,1,10.00,21,

        """,
        "payments.csv": "invoice,date,amount,provider,reference\na,2026-01-12,100.00,bank,R1\na,2026-01-12,100.00,bank,R1\n",
        "documents.csv": "client,case,file,name,visibility\nmoon,lease,papers/a.pdf,Lease.pdf,client\n",
        "papers/a.pdf": pdf,
    ])

    /// The same folder with one file's text changed.
    func with(_ file: String, _ change: (String) -> String) -> TextFolder {
        var folder = self
        folder.files[file] = Array(change(String(decoding: files[file] ?? [], as: UTF8.self)).utf8)
        return folder
    }
}

extension ImportReport {
    /// `clients 2+ 0~ 0=` for each file, and the problems as `file:line column word`.
    var text: String {
        let rows = files.map { name, rows in "\(name.dropLast(4)) \(rows.added)+ \(rows.changed)~ \(rows.unchanged)=" }
        return rows.joined(separator: "\n")
    }

    var flaws: [String] {
        problems.map { "\($0.file):\($0.line) \($0.column) \($0.word.dropFirst("import.".count))" }
    }
}
