/// Everything that the server answers. Exact paths first: they win over the pages below a client.
extension RouteTable {
    static let all = RouteTable(routes: [
        .get("/", .anyone(FrontDoor.show)),
        .get("/livez", .anyone(Health.live)),
        .get("/readyz", .anyone(Health.ready)),
        .get("/metrics", .anyone(Health.metrics)),
        .get("/robots.txt", .anyone(FrontDoor.robots)),
        .get("/favicon.ico", .anyone(FrontDoor.favicon)),
        .get("/assets/NAME", .anyone(AssetFiles.send)),

        .get("/AGENCY", .visitor(FrontDoor.agencyWithoutSlash)),
        .get("/AGENCY/", .visitor(SignInHandlers.show)),
        .post("/AGENCY/sign-in", .visitor(SignInHandlers.signIn), body: .form),
        .post("/AGENCY/sign-out", .signedIn(SignInHandlers.signOut), body: .form),
        .get("/AGENCY/welcome", .visitor(WelcomeHandlers.show)),
        .post("/AGENCY/welcome", .visitor(WelcomeHandlers.accept), body: .form),
        .get("/AGENCY/privacy/", .visitor(SharedPages.show)),
        .get("/AGENCY/privacy/platform/", .visitor(SharedPages.show)),
        .get("/AGENCY/cookies/", .visitor(SharedPages.show)),
        .get("/AGENCY/me/", .signedIn(MeHandlers.show)),

        .get("/AGENCY/clients/CLIENT/receipts/ID/", .signedIn(Receipts.show)),
        .get("/AGENCY/clients/CLIENT/documents/ID", .signedIn(Downloads.send)),
        .post("/AGENCY/clients/CLIENT/cases/CASE/documents", .signedIn(Uploads.receive), body: .files),
        .options("/AGENCY/clients/CLIENT/cases/CASE/uploads", .signedIn(ResumableUploads.describe)),
        .post("/AGENCY/clients/CLIENT/cases/CASE/uploads", .signedIn(ResumableUploads.begin), body: .chunk),
        .head("/AGENCY/clients/CLIENT/cases/CASE/uploads/ID", .signedIn(ResumableUploads.ask)),
        .patch("/AGENCY/clients/CLIENT/cases/CASE/uploads/ID", .signedIn(ResumableUploads.take), body: .chunk),
        .delete("/AGENCY/clients/CLIENT/cases/CASE/uploads/ID", .signedIn(ResumableUploads.giveUp)),
        .get("/AGENCY/clients/CLIENT/**", .signedIn(PageGate.show)),
        .get("/AGENCY/clients/**", .signedIn(PageGate.nothing)),

        .get("/AGENCY/staff/", .staff(StaffHandlers.start)),
        .get("/AGENCY/staff/clients/CLIENT/cases/CASE/", .staff(StaffRoutes.showCase)),
        .post("/AGENCY/staff/documents/ID/publish", .staff(StaffRoutes.publish), body: .form),
        .post("/AGENCY/staff/documents/ID/unpublish", .staff(StaffRoutes.unpublish), body: .form),
        .post("/AGENCY/staff/documents/ID/remove", .staff(StaffRoutes.remove), body: .form),
        .get("/AGENCY/staff/**", .staff(StaffRoutes.nothing)),
    ])
}
