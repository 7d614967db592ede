import Foundation
import JSON
import Juggler
import JugglerTesting
import Testing

struct OnboardingExampleTests {
  @Test func isWhatThePageShows() throws {
    let here = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let source = try String(contentsOf: here.appending(path: "OnboardingExample.swift"), encoding: .utf8)
    let begin = try #require(source.range(of: "// example:begin\n"))
    let end = try #require(source.range(of: "// example:end"))
    let example = source[begin.upperBound..<end.lowerBound]
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/swift-workflows.md"), encoding: .utf8)
    #expect(page.contains("```swift\n" + example + "```"))
  }

  @Test func welcomesAndAsksThreeDaysLater() async throws {
    let mails = Log<String>()
    try await VirtualTime.run { time in
      try await serving(InMemoryStore(), time) { engine in
        let workflow = Onboarding { to, text in mails.append("\(to): \(text)") }
        let handle = try await engine.start(workflow, Customer(email: "ada@example.com"))
        let account = try await handle.output(as: String.self)
        #expect(
          mails.values == [
            "ada@example.com: Welcome, your account is \(account)", "ada@example.com: How is it going?",
          ])
        #expect(time.clock.now.offset == .seconds(3 * 86_400))
      }
    }
  }
}
