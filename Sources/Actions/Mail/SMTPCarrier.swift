import CCurl
import Foundation
import Glibc

/// Hands letters to a mail server (RFC 5321) through libcurl, over one connection as long as it lasts.
///
/// Used on one thread at a time. libcurl calls back while `carry` runs and at no other time, with a pointer to the
/// `Call` that `carry` keeps alive meanwhile.
final class SMTPCarrier: MailCarrier {
    /// Seconds until a server that does not answer is given up, and for one letter as a whole.
    private static let (patience, longest) = (20, 120)

    private let server: MailSettings.Server
    /// Where it may connect.
    private let permit: EgressPermit
    private let handle: OpaquePointer?
    /// What was said at the last letter.
    private(set) var dialogue = SMTPDialogue()

    /// One letter on its way: what libcurl still has to read of it, and what it says about it.
    private final class Call {
        let bytes: [UInt8]
        var next = 0
        var dialogue = SMTPDialogue()

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isRead: Bool { next == bytes.count }
    }

    init(_ server: MailSettings.Server, _ permit: EgressPermit) {
        (self.server, self.permit) = (server, permit)
        _ = SMTPCarrier.isReady
        handle = curl_easy_init().map { OpaquePointer($0) }
    }

    deinit {
        if let handle { curl_easy_cleanup(UnsafeMutableRawPointer(handle)) }
    }

    /// Once for the process. A connection that the other side closed must not end us: libcurl leaves that signal to us when
    /// it is told to use none.
    private static let isReady: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    func carry(_ message: MailMessage) -> MailOutcome {
        guard let handle else { return MailOutcome(kind: .closed, reply: "libcurl") }
        let curl = UnsafeMutableRawPointer(handle)
        let call = Call(message.bytes)
        var recipients: UnsafeMutablePointer<curl_slist>?
        recipients = curl_slist_append(nil, "<\(message.address)>")
        defer { curl_slist_free_all(recipients) }
        prepare(curl, message)
        _ = ccurl_set_list(curl, CURLOPT_MAIL_RCPT, recipients)
        let result = withExtendedLifetime(call) {
            let context = Unmanaged.passUnretained(call).toOpaque()
            _ = ccurl_set_reader(curl, SMTPCarrier.read, context)
            _ = ccurl_set_listener(curl, SMTPCarrier.listen, context)
            return curl_easy_perform(curl)
        }
        // Nothing of this call is left behind for whatever libcurl does next (QUIT, when it is done).
        _ = ccurl_set_pointer(curl, CURLOPT_MAIL_RCPT, nil)
        _ = ccurl_set_number(curl, CURLOPT_VERBOSE, 0)
        dialogue = call.dialogue
        return outcome(result, Int(ccurl_reply(curl)), call)
    }

    private func prepare(_ curl: UnsafeMutableRawPointer, _ message: MailMessage) {
        curl_easy_reset(curl)
        let scheme = server.security == .tls ? "smtps" : "smtp"
        let host = permit.host.contains(":") ? "[\(permit.host)]" : permit.host
        // What stands as path is the name by which we introduce ourselves (EHLO).
        _ = ccurl_set_text(curl, CURLOPT_URL, "\(scheme)://\(host):\(permit.port)/\(message.domain)")
        _ = ccurl_set_text(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        _ = ccurl_set_number(curl, CURLOPT_USE_SSL, server.security == .none ? 0 : Int(CURLUSESSL_ALL.rawValue))
        _ = ccurl_set_number(curl, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        _ = ccurl_set_number(curl, CURLOPT_SSL_VERIFYPEER, 1)
        _ = ccurl_set_number(curl, CURLOPT_SSL_VERIFYHOST, 2)
        if !server.trusted.isEmpty { _ = ccurl_set_text(curl, CURLOPT_CAINFO, server.trusted) }
        if !server.user.isEmpty {
            _ = ccurl_set_text(curl, CURLOPT_USERNAME, server.user)
            _ = ccurl_set_text(curl, CURLOPT_PASSWORD, server.password)
        }
        _ = ccurl_set_text(curl, CURLOPT_MAIL_FROM, "<\(message.sender.address)>")
        _ = ccurl_set_number(curl, CURLOPT_UPLOAD, 1)
        _ = ccurl_set_number(curl, CURLOPT_VERBOSE, 1)
        _ = ccurl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        _ = ccurl_set_number(curl, CURLOPT_CONNECTTIMEOUT, SMTPCarrier.patience)
        _ = ccurl_set_number(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, SMTPCarrier.patience)
        _ = ccurl_set_number(curl, CURLOPT_TIMEOUT, SMTPCarrier.longest)
        // The environment's proxies are for the web.
        _ = ccurl_set_text(curl, CURLOPT_PROXY, "")
    }

    /// Copies the next bytes of the letter to where libcurl wants them.
    private static let read: ccurl_reader = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        let call = Unmanaged<Call>.fromOpaque(context).takeUnretainedValue()
        let amount = min(size * count, call.bytes.count - call.next)
        call.bytes.withUnsafeBytes { buffer in
            if let base = buffer.baseAddress, amount > 0 { memcpy(bytes, base + call.next, amount) }
        }
        call.next += amount
        return amount
    }

    /// Notes what either side says; letters and TLS records are not lines.
    private static let listen: ccurl_listener = { _, type, bytes, count, context in
        guard let context, let bytes else { return 0 }
        let call = Unmanaged<Call>.fromOpaque(context).takeUnretainedValue()
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        switch type {
        case CURLINFO_HEADER_IN: call.dialogue.heard(text)
        case CURLINFO_HEADER_OUT: call.dialogue.said(text)
        default: break
        }
        return 0
    }

    private func outcome(_ result: CURLcode, _ code: Int, _ call: Call) -> MailOutcome {
        let said = call.dialogue.reply
        if result == CURLE_OK { return MailOutcome(kind: .taken, reply: said) }
        let why = String(cString: curl_easy_strerror(result))
        // The server said no to this letter: to its sender, its recipient or its text.
        let isOfLetter = ["MAIL", "RCPT", "DATA"].contains(call.dialogue.command)
        let hasRefused = said.hasPrefix("4") || said.hasPrefix("5")
        if isOfLetter, hasRefused { return MailOutcome(kind: said.hasPrefix("5") ? .refused : .later, reply: said) }
        let isLost = isOfLetter && call.isRead && call.dialogue.command == "DATA"
        return MailOutcome(kind: .closed, reply: hasRefused ? "\(said) (\(why))" : why, isDoubtful: isLost)
    }
}
