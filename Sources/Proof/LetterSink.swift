import Foundation
import Glibc

/// A mail server on this machine that a check plays: it takes whatever it is given, over one connection, and keeps what it was told.
final class LetterSink: Sendable {
    /// One letter as it came.
    struct Letter: Sendable {
        var sender = ""
        var recipients: [String] = []
        var lines: [String] = []

        /// The names of its headers.
        var headers: [String] {
            lines.prefix { !$0.isEmpty }.filter { !$0.hasPrefix(" ") && !$0.hasPrefix("\t") }.map {
                String($0.prefix { $0 != ":" })
            }
        }
        /// All of it, with the line breaks of quoted-printable (RFC 2045, 6.7) undone.
        var text: String { lines.joined(separator: "\n").replacing("=\n", with: "") }
    }

    /// What was said on one connection.
    struct Heard: Sendable {
        var letters: [Letter] = []
        /// The first word of each line that was no letter.
        var commands: Set<String> = []
    }

    let port: Int
    private let descriptor: Int32
    /// What it says that it can, in answer to EHLO.
    private let offers: [String]
    /// Seconds until whoever says nothing is given up.
    private static let patience = 20

    /// Listens on a free port of 127.0.0.1.
    /// - Parameter offers: what it says that it can, such as `STARTTLS`; it can nothing of it.
    init(offers: [String] = []) throws {
        self.offers = offers
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failing("no socket: \(errno)") }
        var limit = timeval(tv_sec: LetterSink.patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listening = descriptor
        let isOpen = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listening, $0, size) == 0 && listen(listening, 1) == 0 && getsockname(listening, $0, &size) == 0
            }
        }
        guard isOpen else { throw Failing("no port to listen on: \(errno)") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    /// Waits for one connection and hears it to its end (RFC 5321, as far as a client that knows no extensions needs it).
    func hear() throws -> Heard {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { throw Failing("nobody brought a letter") }
        defer { close(connection) }
        var limit = timeval(tv_sec: LetterSink.patience, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var (heard, letter, isInLetter) = (Heard(), Letter(), false)
        var lines = Lines(connection)
        say("220 here", to: connection)
        while let line = lines.next() {
            if isInLetter {
                guard line == "." else {
                    letter.lines.append(line.hasPrefix("..") ? String(line.dropFirst()) : line)
                    continue
                }
                heard.letters.append(letter)
                (letter, isInLetter) = (Letter(), false)
                say("250 taken", to: connection)
                continue
            }
            let command = String(line.prefix { $0 != " " }).uppercased()
            heard.commands.insert(command)
            switch command {
            case "MAIL": letter.sender = LetterSink.address(line)
            case "RCPT": letter.recipients.append(LetterSink.address(line))
            case "DATA": isInLetter = true
            default: break
            }
            for answer in answers(to: command) { say(answer, to: connection) }
        }
        return heard
    }

    private func answers(to command: String) -> [String] {
        switch command {
        case "DATA": ["354 go on"]
        case "QUIT": ["221 bye"]
        case "EHLO" where !offers.isEmpty:
            ["250-here"] + offers.dropLast().map { "250-" + $0 } + offers.suffix(1).map { "250 " + $0 }
        case "STARTTLS": ["220 go on"]
        default: ["250 well"]
        }
    }

    private func say(_ line: String, to connection: Int32) {
        let bytes = Array((line + "\r\n").utf8)
        _ = bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// What stands between `<` and `>`.
    private static func address(_ line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }

    /// Lines ending in CRLF, as they come.
    private struct Lines {
        private let connection: Int32
        private var bytes: [UInt8] = []

        init(_ connection: Int32) { self.connection = connection }

        mutating func next() -> String? {
            while true {
                if let end = bytes.firstIndex(of: 10) {
                    defer { bytes.removeSubrange(...end) }
                    return String(decoding: bytes[..<end].filter { $0 != 13 }, as: UTF8.self)
                }
                var buffer = [UInt8](repeating: 0, count: 65_536)
                let count = recv(connection, &buffer, buffer.count, 0)
                guard count > 0 else { return nil }
                bytes += buffer[..<count]
            }
        }
    }
}
