import Foundation
import HTTPTypes
import Model

extension HTTPField.Name {
    static let tusResumable = known("Tus-Resumable")
    static let tusVersion = known("Tus-Version")
    static let tusExtension = known("Tus-Extension")
    static let tusMaxSize = known("Tus-Max-Size")
    static let tusChecksumAlgorithm = known("Tus-Checksum-Algorithm")
    static let uploadOffset = known("Upload-Offset")
    static let uploadLength = known("Upload-Length")
    static let uploadDeferLength = known("Upload-Defer-Length")
    static let uploadConcat = known("Upload-Concat")
    static let uploadMetadata = known("Upload-Metadata")
    static let uploadChecksum = known("Upload-Checksum")
    static let uploadExpires = known("Upload-Expires")
}

/// Resumable uploads as tus 1.0.0 writes them (tus.io/protocols/resumable-upload): its header fields, read strictly.
enum Tus {
    static let version = "1.0.0"
    static let extensions = "creation,creation-with-upload,expiration,checksum,termination"
    /// The media type of a chunk.
    static let chunk = "application/offset+octet-stream"

    /// A field that is said once and is a number of bytes, which has digits only; nil when it is not said.
    /// - Throws: `Refusal(.usage)`.
    static func number(_ name: HTTPField.Name, _ fields: HTTPFields) throws -> Int64? {
        guard let text = try single(name, fields) else { return nil }
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int64(text) else {
            throw malformed
        }
        return value
    }

    /// A field that is said once at most.
    /// - Throws: `Refusal(.usage)`.
    static func single(_ name: HTTPField.Name, _ fields: HTTPFields) throws -> String? {
        let values = fields[values: name]
        guard values.count <= 1 else { throw malformed }
        return values.first
    }

    /// `KEY BASE64,KEY BASE64,…`: keys of ASCII, each once; a value may be missing.
    /// - Throws: `Refusal(.usage)`.
    static func metadata(_ text: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = pair.split(separator: " ", omittingEmptySubsequences: true)
            guard let key = words.first.map(String.init), words.count <= 2, key.utf8.allSatisfy({ (33...126).contains($0) }),
                found[key] == nil
            else { throw malformed }
            let bytes = words.count == 2 ? Data(base64Encoded: String(words[1])) : Data()
            guard let bytes, let value = String(validating: bytes, as: UTF8.self) else { throw malformed }
            found[key] = value
        }
        return found
    }

    /// `ALGORITHM BASE64`.
    /// - Throws: `Refusal(.usage)`, for an algorithm that we do not offer too.
    static func checksum(_ fields: HTTPFields) throws -> Checksum? {
        guard let text = try single(.uploadChecksum, fields) else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, let algorithm = Checksum.Algorithm(rawValue: String(words[0])),
            let digest = Data(base64Encoded: String(words[1])), digest.count == (algorithm == .sha1 ? 20 : 32)
        else { throw malformed }
        return Checksum(algorithm, Array(digest))
    }

    static var malformed: Refusal { Refusal(.usage, "refusal.upload.fields") }
}
