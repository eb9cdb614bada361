import Glibc

/// A port that is nobody else's from now on, though minutes may pass before the server listens at it: a busy machine gives a
/// port that was only found free to the next connection that it opens.
struct ReservedPort {
    let number: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Two sockets may have one address while neither listens, and both say so (socket(7)).
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard result == 0 else {
            let code = errno
            close(descriptor)
            throw RawClient.Failed(code: code)
        }
        number = Int(UInt16(bigEndian: address.sin_port))
    }

    /// The server listens: it holds the port itself.
    func release() { close(descriptor) }
}
