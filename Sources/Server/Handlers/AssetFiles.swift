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
        return answer(asset, request, cache: "public, max-age=31536000, immutable")
    }

    /// - Parameter cache: what Cache-Control says.
    static func answer(_ asset: Asset, _ request: Request, cache: String) -> Response {
        let etag = "\"" + asset.url.split(separator: "/").joined(separator: "-") + "\""
        var headers = HTTPFields()
        headers[.contentType] = asset.type
        headers[.eTag] = etag
        headers[.cacheControl] = cache
        if EntityTag.isKnown(etag, request.headers) { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
