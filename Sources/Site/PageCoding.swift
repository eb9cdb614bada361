import CCompress

/// How a page's bytes may be coded for the way (RFC 9110, 8.4.1). Pages hold no secret of ours and repeat nothing that
/// somebody sent, so their compressed length tells nobody anything (CRIME, BREACH).
public enum PageCoding: String, Sendable, Hashable, CaseIterable {
    /// Brotli (RFC 7932), the smaller one.
    case brotli = "br"
    /// RFC 1952.
    case gzip

    /// The bytes coded, or nil when that does not make them smaller. The same bytes always give the same.
    public func coded(_ bytes: [UInt8]) -> [UInt8]? {
        let room = ccompress_gzip_room(bytes.count)
        let coded = [UInt8](unsafeUninitializedCapacity: room) { out, count in
            switch self {
            // A page is coded once and sent many times; higher levels took several times as long for a few bytes.
            case .brotli: count = ccompress_brotli(bytes, bytes.count, out.baseAddress, room, 6)
            case .gzip: count = ccompress_gzip(bytes, bytes.count, out.baseAddress, room, 6)
            }
        }
        // A copy of just that size: it may be kept for long.
        return coded.isEmpty || coded.count >= bytes.count ? nil : Array(coded[...])
    }
}
