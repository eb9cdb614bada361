import Crypto
import Foundation
import Model

extension Check {
    static let documents = [
        Check("document-round-trip") { lab, seen in
            let path = "clients/one/cases/lease/documents"
            let bytes = Synthetic.pdf(lab.a.sealed + " uploaded")
            let sent = try await lab.a.contact.browser.upload(path, name: "uploaded.pdf", bytes)
            try seen.expect("a PDF, sent by a contact", sent.status, is: 201)
            guard let id = sent.text.firstMatch(of: /"id":"([0-9a-f-]{36})"/)?.1 else {
                throw Failing("the receipt names no document")
            }
            let digest = Hex.text(SHA256.hash(data: bytes))
            try expect(sent.text.contains(digest), "the receipt shows another SHA-256")
            let back = try await lab.a.contact.browser.get("clients/one/documents/\(id)")
            try seen.expect("the same, opened again", back.status, is: 200)
            try seen.expect("its bytes are the same", Hex.text(SHA256.hash(data: back.body)) == digest, is: true)
            let page = try await lab.a.contact.browser.send(
                "GET", "clients/one/documents/\(id)", [("Range", "bytes=0-4")], [])
            try seen.expect("its first five bytes alone", page.text, is: "%PDF-")
        },
        Check("document-types") { lab, seen in
            let path = "clients/one/cases/lease/documents"
            let disguised: [(String, String, [UInt8])] = [
                ("a web page called .pdf", "page.pdf", Array("<!doctype html><script>1</script>".utf8)),
                (
                    "a program called .jpg", "picture.jpg",
                    [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 64)
                ),
                ("a drawing with scripts", "drawing.svg", Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8)),
            ]
            for (what, name, bytes) in disguised {
                let answer = try await lab.a.contact.browser.upload(path, name: name, bytes)
                try seen.expect(what, answer.status, is: 415)
            }
        },
    ]
}
