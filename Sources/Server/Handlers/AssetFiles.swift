import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Site

/// GET `/assets/NAME.HASH.EXT`: the name changes with the bytes, so that they may be kept for ever.
enum AssetFiles {
    static func send(_ request: Request, _ incoming: Incoming) async throws -> Response {
        guard let asset = incoming.parts.site.assets.asset(at: incoming.path.text) else {
            throw Refusal(.notFound, "refusal.not-found")
        }
        return answer(asset, of: incoming.parts.site.assets, request, cache: "public, max-age=31536000, immutable")
    }

    /// - Parameter cache: what Cache-Control says.
    static func answer(_ asset: Asset, of assets: Assets, _ request: Request, cache: String) -> Response {
        let coded = assets.coded(asset, in: Accept.codings(request.headers))
        // Each coding is a representation of its own (RFC 9110, 8.8.3.3).
        let name = asset.url.split(separator: "/").joined(separator: "-") + (coded.map { "-" + $0.coding.rawValue } ?? "")
        let etag = "\"" + name + "\""
        var headers = HTTPFields()
        headers[.contentType] = asset.type
        headers[.eTag] = etag
        headers[.cacheControl] = cache
        headers[.vary] = "Accept-Encoding"
        headers[.contentEncoding] = coded?.coding.rawValue
        if EntityTag.isKnown(etag, request.headers) { return Response(status: .notModified, headers: headers) }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: coded?.bytes ?? asset.bytes)))
    }
}
