import CQRencode

/// A QR code (ISO/IEC 18004) with error correction M, as the library libqrencode lays it out.
struct QRCode: Sendable {
    /// Modules a side.
    let size: Int
    /// Row by row. The lowest bit of a module is its colour, 1 is dark; the others say what part it is of.
    private let modules: [UInt8]

    /// Nil when it would be larger than that version.
    init?(_ bytes: [UInt8], mostVersion: Int) {
        let code = bytes.withUnsafeBufferPointer { QRcode_encodeData(Int32($0.count), $0.baseAddress, 0, QR_ECLEVEL_M) }
        guard let code else { return nil }
        defer { QRcode_free(code) }
        guard code.pointee.version <= mostVersion, let data = code.pointee.data else { return nil }
        size = Int(code.pointee.width)
        modules = Array(UnsafeBufferPointer(start: data, count: size * size))
    }

    /// The way of a pen one module wide over all dark ones, within the quiet zone of four modules that readers want: the
    /// attribute `d` of a path in a picture of `side` by `side`.
    var path: String {
        var path: [UInt8] = []
        path.reserveCapacity(modules.count * 4)
        for row in 0..<size {
            let (first, end) = (row * size, (row + 1) * size)
            var at = first
            while at < end {
                let start = at
                while at < end, modules[at] & 1 == 1 { at += 1 }
                guard at > start else {
                    at += 1
                    continue
                }
                path.append(UInt8(ascii: "M"))
                QRCode.append(start - first + QRCode.quiet, to: &path)
                path.append(UInt8(ascii: " "))
                QRCode.append(row + QRCode.quiet, to: &path)
                // The middle of the row, and from there to the right.
                path.append(UInt8(ascii: "."))
                path.append(UInt8(ascii: "5"))
                path.append(UInt8(ascii: "h"))
                QRCode.append(at - start, to: &path)
            }
        }
        return String(decoding: path, as: UTF8.self)
    }

    /// A number below 1000, digit by digit: there are hundreds of them on every unpaid invoice.
    private static func append(_ number: Int, to path: inout [UInt8]) {
        let zero = UInt8(ascii: "0")
        if number >= 100 { path.append(zero + UInt8(number / 100)) }
        if number >= 10 { path.append(zero + UInt8(number / 10 % 10)) }
        path.append(zero + UInt8(number % 10))
    }

    private static let quiet = 4

    /// Modules a side with the quiet zone.
    var side: Int { size + 2 * QRCode.quiet }
}
