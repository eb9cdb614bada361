import Crypto
import Foundation
import Model

extension Workspace {
    /// Asks the way out for one processor with a contract in each way in which it can stand.
    /// - Parameter folder: where the contracts of the trial lie; they go with whatever it belongs to.
    /// - Returns: by how the contract stands whether the connection may be opened.
    package func reachedByContract(below folder: String) async throws -> [Egress.Standing: Bool] {
        let (text, world) = ("A contract of a trial.", world)
        let today = Day(world.now(), in: .gmt)
        let digest = Hex.text(Array(SHA256.hash(data: Data(text.utf8))))
        return try await Blocking.run {
            let writer = try LocalWriter(folder + "/contract")
            try writer.put(Array(text.utf8))
            try writer.keep()
            defer { try? Disk.remove(folder + "/contract") }
            func contract(_ sha256: String, _ until: Day, in file: String = "contract") -> Processor.Contract {
                Processor.Contract(file: file, sha256: sha256, validUntil: until)
            }
            let contracts: [Processor.Contract?] = [
                contract(digest, today), nil, contract(digest, today, in: "no-contract"),
                contract(String(repeating: "0", count: 64), today), contract(digest, today.adding(days: -1)),
            ]
            var reached: [Egress.Standing: Bool] = [:]
            for contract in contracts {
                let host = "processor.invalid"
                let processor = Processor(
                    name: "A trial", purpose: ["en": "A trial"], data: [.contact], place: "Nowhere",
                    hosts: [Processor.Host(host)].compactMap { $0 }, contract: contract)
                let egress = Egress(processors: [processor], root: folder, world: world)
                reached[egress.standing(of: processor)] = (try? egress.permit(host, 443)) != nil
            }
            return reached
        }
    }
}
