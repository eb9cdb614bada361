import Model
import Yams

/// Reads content/processors.yaml.
struct ProcessorsReader {
    private let file: RegisterFile

    init(path: String) { file = RegisterFile(path: path) }

    /// - Throws: `Refusal(.configuration)` naming the file and what is wrong.
    func read(_ yaml: String) throws -> [Processor] {
        let top = try file.fields(file.root(yaml, "processors"), "processors", "processors")
        guard let list = top["processors"]?.sequence else { throw file.refusal("processors") }
        return try list.map { try processor(file.fields($0, "name purpose data place hosts contract", "processors")) }
    }

    private func processor(_ fields: [String: Node]) throws -> Processor {
        let name = try file.text(fields["name"], "name")
        let purpose = try file.texts(fields["purpose"], "\(name): purpose")
        let data = try (fields["data"]?.sequence ?? []).map { node in
            guard let category = node.string.flatMap(Processor.Category.init(rawValue:)) else {
                throw file.refusal("\(name): data")
            }
            return category
        }
        guard !data.isEmpty else { throw file.refusal("\(name): data") }
        let hosts = try (fields["hosts"]?.sequence ?? []).map { node in
            guard let host = node.string.flatMap({ Processor.Host($0) }) else { throw file.refusal("\(name): hosts") }
            return host
        }
        return Processor(
            name: name, purpose: purpose, data: data, place: try file.text(fields["place"], "\(name): place"), hosts: hosts,
            contract: try fields["contract"].map { try contract($0, "\(name): contract") })
    }

    private func contract(_ node: Node, _ what: String) throws -> Processor.Contract {
        let fields = try file.fields(node, "file sha256 valid_until", what)
        return Processor.Contract(
            file: try file.file(fields["file"], "\(what): file"), sha256: try file.sha256(fields["sha256"], "\(what): sha256"),
            validUntil: try file.day(fields["valid_until"], "\(what): valid_until"))
    }
}
