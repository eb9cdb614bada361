import Crypto
import Foundation
import Model

/// One file that pages load: style sheet, font, picture, script.
public struct Asset: Sendable, Hashable {
    /// `/assets/site.3f9c01ab7d20.css`: changes with the bytes, so that browsers may keep it for ever.
    public let url: String
    /// The media type, with its character set where it has one.
    public let type: String
    /// What is served.
    public let bytes: [UInt8]
}

/// What stands in templates/assets/ and the pictures of content/, under addresses that carry a hash of the bytes.
public struct Assets: Sendable {
    private let byName: [String: Asset]
    private let byURL: [String: Asset]
    private let coded = CodedAssets()
    private let colouredSheets: ColouredSheets

    /// Types by extension; a file of any other kind is not served.
    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif", "ico": "image/x-icon",
        "woff2": "font/woff2",
    ]

    private static let pictures: Set<String> = ["svg", "png", "jpg", "jpeg", "webp", "gif"]

    init(_ resources: Resources) throws {
        let folder = "templates/assets/"
        var found: [String: Asset] = [:]
        var sheets: [(name: String, path: String)] = []
        for (path, bytes) in resources.files.sorted(by: { $0.key < $1.key }) {
            let ending = String(path.split(separator: ".").last ?? "").lowercased()
            guard let type = Assets.types[ending] else { continue }
            if path.hasPrefix(folder) {
                let name = String(path.dropFirst(folder.count))
                // Style sheets come last: they name the others.
                if ending == "css" { sheets.append((name, path)) } else { found[name] = Assets.asset(name, type, bytes) }
            } else if path.hasPrefix("content/"), Assets.pictures.contains(ending) {
                found[path] = Assets.asset(path.replacing("/", with: "-"), type, bytes)
            }
        }
        for sheet in sheets {
            let text = try Assets.resolve(try resources.text(sheet.path) ?? "", found, file: sheet.path)
            found[sheet.name] = Assets.asset(sheet.name, "text/css; charset=utf-8", Array(text.utf8))
        }
        colouredSheets = ColouredSheets(sheet: found["site.css"]?.bytes ?? [])
        byName = found
        byURL = Dictionary(found.values.map { ($0.url, $0) }) { first, _ in first }
    }

    /// The address of a file by its name below templates/assets/ (or `content/NAME` for a picture); nil when there is none.
    public func url(_ name: String) -> String? { byName[name]?.url }

    /// A file by its name below templates/assets/.
    public func named(_ name: String) -> Asset? { byName[name] }

    /// What stands at `/assets/…`: a file, or the style sheet in some agency's colours.
    public func asset(at url: String) -> Asset? { byURL[url] ?? colouredSheets.sheet(at: url) }

    /// The address of the style sheet in an agency's colours; nil: in our own.
    public func sheet(_ palette: Palette?) -> String {
        palette.flatMap(colouredSheets.sheet)?.url ?? url("site.css") ?? ""
    }

    /// The bytes of a text in the first of these codings that makes it smaller; nil when none does, and for pictures and
    /// fonts, which are compressed already.
    public func coded(_ asset: Asset, in codings: [PageCoding]) -> (bytes: [UInt8], coding: PageCoding)? {
        guard asset.type.hasPrefix("text/") || asset.type == "image/svg+xml" else { return nil }
        for coding in codings {
            if let bytes = coded.bytes(asset, in: coding) { return (bytes, coding) }
        }
        return nil
    }

    /// All of them, by address.
    public var all: [Asset] { byURL.values.sorted { $0.url < $1.url } }

    /// For `/favicon.ico`.
    public var favicon: Asset? { byName["favicon.ico"] ?? byName["favicon.svg"] }

    /// For `/robots.txt`: a private portal wants no robots.
    public var robots: [UInt8] { Array("User-agent: *\nDisallow: /\n".utf8) }

    static func asset(_ name: String, _ type: String, _ bytes: [UInt8]) -> Asset {
        let hash = Hex.text(Array(SHA256.hash(data: bytes)).prefix(6))
        let flat = name.replacing("/", with: "-")
        let dot = flat.lastIndex(of: ".") ?? flat.endIndex
        return Asset(url: "/assets/" + flat[..<dot] + "." + hash + flat[dot...], type: type, bytes: bytes)
    }

    /// Puts hashed addresses where a style sheet says `url("NAME")`.
    private static func resolve(_ text: String, _ assets: [String: Asset], file: String) throws -> String {
        var out = ""
        var rest = text[...]
        while let start = rest.range(of: "url(\"") {
            out += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "\"") else { break }
            let name = String(rest[..<end])
            guard let asset = assets[name] else {
                throw Refusal(.configuration, "refusal.assets.css", ["file": file, "name": name])
            }
            out += asset.url
            rest = rest[end...]
        }
        return out + rest
    }
}
