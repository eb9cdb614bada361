import Crypto
public import Model

/// Where pages are: as URLs (`/AGENCY/clients/CLIENT/…`, without the view) and as files below public/AGENCY/ (with it).
public enum PagePath {
    /// An invoice's number as one segment of a path: each byte outside `[A-Za-z0-9.-]`, and a leading dot, as `_XX`.
    /// What would be longer than a file name may be (255 bytes) is cut and ends in `__` and 32 digits of its SHA-256.
    public static func invoiceSegment(_ number: String) -> String {
        var segment = ""
        for (index, byte) in number.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                segment.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where index > 0:
                segment += "."
            default:
                segment += "_" + Hex.text([byte]).uppercased()
            }
        }
        guard segment.utf8.count > 200 else { return segment }
        return segment.prefix(150) + "__" + Hex.text(Array(SHA256.hash(data: Array(number.utf8))).prefix(16))
    }

    /// `/AGENCY/`.
    public static func agency(_ agency: Slug) -> String { "/\(agency)/" }

    /// `/AGENCY/clients/CLIENT/`.
    public static func client(_ agency: Slug, _ client: Slug) -> String { "/\(agency)/clients/\(client)/" }

    /// `cases/CASE/`, below the client.
    public static func caseRecord(_ slug: Slug) -> String { "cases/\(slug)/" }

    /// `invoices/NUMBER/`, below the client.
    public static func invoice(_ number: String) -> String { "invoices/\(invoiceSegment(number))/" }

    /// Where an entry of a history stands on the page of its case, as a fragment.
    public static func anchor(_ event: ID<Event>) -> String { "#" + anchorName(event) }

    static func anchorName(_ event: ID<Event>) -> String { "e-\(event)" }

    /// The bytes of a document.
    public static func document(_ agency: Slug, _ client: Slug, _ id: ID<Document>) -> String {
        PagePath.client(agency, client) + "documents/\(id)"
    }

    /// Where a case takes documents.
    public static func upload(_ agency: Slug, _ client: Slug, _ slug: Slug) -> String {
        PagePath.client(agency, client) + caseRecord(slug) + "documents"
    }

    /// Where a case takes uploads that can be resumed.
    public static func resumable(_ agency: Slug, _ client: Slug, _ slug: Slug) -> String {
        PagePath.client(agency, client) + caseRecord(slug) + "uploads"
    }

    /// Where a case takes messages.
    public static func messages(_ agency: Slug, _ client: Slug, _ slug: Slug) -> String {
        PagePath.client(agency, client) + caseRecord(slug) + "messages"
    }

    /// Where a case takes files for a paper that was asked for.
    public static func paper(_ agency: Slug, _ client: Slug, _ slug: Slug, _ paper: ID<Paper>) -> String {
        PagePath.client(agency, client) + caseRecord(slug) + "papers/\(paper)"
    }

    /// The file of a page of a view: `clients/CLIENT/VIEW/PATH/index.html`; the path is empty or ends in a slash.
    public static func file(_ client: Slug, _ view: View, _ path: String) -> String {
        "clients/\(client)/\(view.name)/\(path)index.html"
    }
}
