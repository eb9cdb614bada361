import Foundation
import Model

/// What proves a request: what was asked for, when, what was done and what was decided, signed by the workspace.
public struct RequestReceipt: Codable, Sendable, Equatable {
    /// Something that was done.
    public struct Step: Codable, Sendable, Equatable {
        /// RFC 3339.
        public let at: String
        /// Which step it was, as `RequestStep.What` has it.
        public let what: String
    }

    /// The form of the receipt.
    public let format: Int
    /// The agency's name, and its name in addresses.
    public let agency, portal: String
    /// The number that the request has in its agency.
    public let number: Int64
    /// What was asked for, how it came, how it stands, and what was said of it.
    public let kind, channel, state, outcome: String
    /// RFC 3339; `closed` only when it is.
    public let received, due: String
    /// When it was decided, in RFC 3339; nil: it is open.
    public let closed: String?
    /// What was done about it, the oldest first.
    public let steps: [Step]
    /// When the receipt was made.
    public let made: String

    init(_ request: DataRequest, _ steps: [RequestStep], of agency: Agency, at now: Instant) {
        format = 1
        (self.agency, portal) = (agency.name, agency.slug.text)
        (number, kind, channel) = (request.number, request.kind.rawValue, request.channel.rawValue)
        (state, outcome) = (request.state.rawValue, request.outcome)
        (received, due, closed) = (request.received.rfc3339, request.due.rfc3339, request.closed?.rfc3339)
        self.steps = steps.map { Step(at: $0.at.rfc3339, what: $0.what.rawValue) }
        made = now.rfc3339
    }

    /// The bytes that are signed: JSON with its keys sorted, no spaces, UTF-8 as it is (as Python's `json.dumps` writes it with
    /// `sort_keys`, `separators=(",", ":")` and `ensure_ascii=False`).
    func signedBytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

/// A receipt with its signature: the file that people keep.
public struct SignedReceipt: Codable, Sendable, Equatable {
    /// `Ed25519`.
    public let algorithm: String
    /// The workspace's public key, hexadecimal.
    public let key: String
    /// What is signed.
    public let receipt: RequestReceipt
    /// Hexadecimal.
    public let signature: String

    init(_ receipt: RequestReceipt, by signer: WorkspaceSigner) throws {
        (algorithm, key, self.receipt) = ("Ed25519", Hex.text(signer.publicKey), receipt)
        signature = Hex.text(try signer.sign(try receipt.signedBytes()))
    }

    /// The receipt as the JSON that is saved and verified.
    public func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// Reads a receipt and verifies its signature by the key that it names; whose key that is, the caller knows.
    /// - Throws: `Refusal(.invalid)` when it is no receipt, or something in it was changed.
    public static func verified(_ bytes: [UInt8]) throws -> SignedReceipt {
        guard let signed = try? JSONDecoder().decode(SignedReceipt.self, from: Data(bytes)), signed.algorithm == "Ed25519",
            let key = Hex.bytes(signed.key), let signature = Hex.bytes(signed.signature)
        else { throw Refusal(.invalid, "refusal.receipt.none") }
        guard WorkspaceSigner.verify(signature, of: try signed.receipt.signedBytes(), by: key) else {
            throw Refusal(.invalid, "refusal.receipt.altered")
        }
        return signed
    }
}
