import Actions
import Foundation
import Model
import Records

extension Check {
    static let signIns = [
        Check("mail-sign-in") { lab, seen in
            let asking = lab.visitor
            let asked = try await asking.post("sign-in/mail", ["email": lab.a.contact.email])
            try seen.expect("a contact asks for a link by mail", asked.status, is: 303)
            try seen.expect(
                "the browser that asked is known by a cookie", asking.jar[CookieRegistry.mail.name(of: lab.a.slug)] != nil,
                is: true)
            let bodies = try await lab.a.agency.inspect {
                try $0.all("SELECT body FROM mail ORDER BY created, id") { try $0.text(0) }
            }
            guard
                let token = bodies.reversed().lazy.compactMap({ $0.firstMatch(of: /sign-in\/link\?token=([A-Za-z0-9_-]+)/)?.1 })
                    .first
            else { throw Failing("no letter with a link is written") }
            for _ in 0..<2 {
                let opened = try await lab.visitor.get("sign-in/link?token=\(token)")
                try seen.expect("the link, opened by anybody", opened.status, is: 200)
            }
            let other = lab.visitor
            _ = try await other.post("sign-in/link", ["token": String(token)])
            try seen.expect("another browser that uses it", try await other.get("me/").status, is: 303)
            let used = try await asking.post("sign-in/link", ["token": String(token)])
            try seen.expect("the browser that asked", used.status, is: 303)
            try seen.expect("which is then signed in", try await asking.get("me/").status, is: 200)
            try seen.expect(
                "and known by that cookie no more", asking.jar[CookieRegistry.mail.name(of: lab.a.slug)] == nil, is: true)
            let again = try await lab.visitor.get("sign-in/link?token=\(token)")
            try seen.expect("the link afterwards", again.status, is: 404)
        },
        Check("second-step") { lab, seen in
            let own = lab.b.contact.browser
            // Whoever gave the password a moment ago is not asked for it again.
            let asks = FormReader.fields(try await own.get("me/account/second-factor/").text)["present"] != nil
            _ = try await own.post("me/account/second-factor/offer", asks ? ["present": lab.b.password] : [:])
            let page = try await own.get("me/account/second-factor/").text
            guard let groups = page.firstMatch(of: /class="secret[^>]*>([^<]+)</)?.1,
                let secret = Base32.bytes(String(groups.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }))
            else { throw Failing("no secret is offered") }
            let code = TOTP.code(secret, step: TOTP.step(at: lab.workspace.world.now()))
            let confirmed = try await own.post("me/account/second-factor/confirm", ["code": code])
            guard let recovery = confirmed.text.firstMatch(of: /<li>([^<]+)<\/li>/)?.1 else {
                throw Failing("no recovery codes are given")
            }
            let fresh = Browser(lab.wire, home: lab.b.home)
            try await fresh.signIn(lab.b.contact.email, lab.b.password)
            try seen.expect(
                "the password alone signs in", fresh.jar[CookieRegistry.session.name(of: lab.b.slug)] != nil, is: false)
            try seen.expect(
                "it is remembered by a cookie", fresh.jar[CookieRegistry.secondStep.name(of: lab.b.slug)] != nil, is: true)
            let wrong = try await fresh.post("sign-in/second-step", ["code": "000000"])
            try seen.expect("a wrong code", wrong.status, is: 422)
            let stranger = try await lab.b.visitor(lab.wire).post("sign-in/second-step", ["code": String(recovery)])
            try expect(stranger["location"]?.contains("/me/") != true, "a code signs in without a password")
            let right = try await fresh.post("sign-in/second-step", ["code": String(recovery)])
            try seen.expect("a code of one's own", right.status, is: 303)
            try seen.expect("then signed in", try await fresh.get("me/").status, is: 200)
        },
    ]
}
