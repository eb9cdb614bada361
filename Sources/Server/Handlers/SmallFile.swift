import HTTPTypes
import Hummingbird
import Model

/// One small file of a form that has no other field than `file`.
enum SmallFile {
    /// - Throws: `Refusal`: .unsupportedType for another kind of form, .invalid without a file, .tooLarge beyond `most` bytes.
    static func read(_ request: Request, most: Int) async throws -> [UInt8] {
        let types = request.headers[values: .contentType]
        guard types.count == 1, let type = types.first, type.lowercased().hasPrefix("multipart/form-data"),
            let boundary = MultipartBoundary.read(type)
        else { throw Refusal(.unsupportedType, "refusal.upload.form") }
        let form = FormReader(
            request.body, boundary: boundary, limits: MultipartParser.Limits(parts: 2, headers: 8 * 1024),
            limit: Int64(most) + 64 * 1024)
        var bytes: [UInt8] = []
        while let event = try await form.event() {
            guard case .part(let headers) = event else { continue }
            guard headers.name == "file", headers.fileName != nil else { throw Refusal(.usage, "refusal.form.malformed") }
            let part = PartBytes(form)
            while let piece = try await part.part.next() {
                // Beyond the limit it is read to its end, so that the browser hears why, and not kept.
                if bytes.count <= most { bytes += piece }
            }
        }
        guard !bytes.isEmpty else { throw Refusal(.invalid, "refusal.upload.none") }
        return bytes
    }
}
