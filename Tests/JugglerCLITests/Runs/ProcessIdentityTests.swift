import Foundation
import Testing

@testable import JugglerCLI

@Suite struct ProcessIdentityTests {
  @Test func isReadBackFromItsText() throws {
    let here = ProcessIdentity.current
    #expect(here.process == ProcessInfo.processInfo.processIdentifier)
    #expect(ProcessIdentity(here.description) == here)
  }

  @Test(arguments: ["", "process 7", "process x on host (pid)", "owner 7 on host (pid)", "process 7 on host pid"])
  func otherTextIsNone(text: String) { #expect(ProcessIdentity(text) == nil) }

  @Test func aProcessThatLivesIsNotGone() {
    #expect(!ProcessIdentity.current.isGone)
  }

  @Test func oneThatEndedIsGone() throws {
    let child = Process()
    child.executableURL = URL(filePath: "/bin/true")
    try child.run()
    child.waitUntilExit()
    var identity = ProcessIdentity.current
    identity.process = child.processIdentifier
    #expect(identity.isGone)
    // Of another machine, or of a container, nothing is known here.
    identity.host += "-other"
    #expect(!identity.isGone)
  }
}
