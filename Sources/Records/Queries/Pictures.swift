public import Model

extension Connection {
    /// The bytes of the agency's picture of that name, or nil.
    public func picture(_ logo: Logo) throws -> [UInt8]? {
        try one("SELECT bytes FROM picture WHERE name = \(logo.name)") { try $0.bytes(0) }
    }

    /// Keeps a picture in place of any other; nil: keeps none.
    public func replacePicture(_ logo: Logo?, _ bytes: [UInt8]) throws {
        try run("DELETE FROM picture")
        if let logo { try run("INSERT INTO picture (name, bytes) VALUES (\(logo.name), \(bytes))") }
    }
}
