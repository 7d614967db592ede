import JugglerTesting
import Testing

@testable import JugglerServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite(.timeLimit(.minutes(1))) struct APIKeyStoreTests {
  let now = Date(timeIntervalSince1970: 1_800_000_000)
  let clock = SecurityClock()
  let log = LogRecorder()

  func record(_ name: String, _ key: APIKey, expiresAt: Date? = nil) -> APIKeyRecord {
    APIKeyRecord(name: name, key: key, scopes: [.run], createdAt: now, expiresAt: expiresAt)
  }

  func store(_ file: APIKeyFile, clock ticks: any Clock<Duration> = ContinuousClock()) throws -> APIKeyStore {
    try APIKeyStore(file, time: clock.time, clock: ticks, log: log.logger)
  }

  @Test func findsKeysUntilTheyExpire() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      let key = APIKey.generate()
      try file.update {
        $0 = [record("other", .generate()), record("ci", key, expiresAt: now.addingTimeInterval(100))]
      }
      let store = try store(file)
      #expect(store.find(key) == .principal(Principal(name: "ci", scopes: [.run])))
      #expect(store.find(.generate()) == .unknown)
      clock.advance(by: .seconds(99))
      #expect(store.find(key) != .expired)
      clock.advance(by: .seconds(1))
      #expect(store.find(key) == .expired)
    }
  }

  @Test func aFileThatIsMissingIsNoBeginning() async throws {
    try await withDirectory { directory in
      for path in ["\(directory)/keys.json", "\(directory)/none/keys.json"] {
        #expect { try store(APIKeyFile(path)) } throws: { error in
          "\(error)"
            == "expected a keys file, found no \(path): make one with 'juggler keys create NAME --scope SCOPE --keys "
            + "\(path)', or name the one that there is"
        }
      }
    }
  }

  @Test func aFileWithoutKeysIsABeginning() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      try file.update { $0 = [] }
      #expect(try store(file).count == 0)
    }
  }

  @Test func followsTheFileOnceASecondAndNeverInARequest() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      let (first, second) = (APIKey.generate(), APIKey.generate())
      try file.update { $0 = [record("first", first)] }
      let ticks = ManualClock()
      let store = try store(file, clock: ticks)
      try await withThrowingTaskGroup { group in
        group.addTask { try await store.run() }
        await ticks.waitForSleepers()
        try file.update { $0 = [record("second", second)] }
        ticks.advance(by: .milliseconds(999))
        clock.advance(by: .seconds(10))
        #expect(store.find(first) != .unknown)
        ticks.advance(by: .milliseconds(1))
        await ticks.waitForSleepers()
        #expect(store.find(first) == .unknown)
        #expect(store.find(second) != .unknown)
        group.cancelAll()
      }
      #expect(log.messages == ["notice: API keys read again from \(file.path): 1"])
    }
  }

  @Test func aFileThatIsBrokenLeavesTheKeysAndIsReportedOnce() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      let key = APIKey.generate()
      try file.update { $0 = [record("ci", key)] }
      let whole = try Data(contentsOf: URL(filePath: file.path))
      let store = try store(file)
      try whole.dropLast(5).write(to: URL(filePath: file.path))
      for _ in 1...3 { store.refresh() }
      #expect(store.find(key) != .unknown)
      #expect(log.messages.count == 1)
      #expect(
        log.messages.first?.hasPrefix(
          "error: the 1 API keys stay as they were: the keys file \(file.path) is not valid")
          == true)
      // Once it is whole again, that is said too.
      try whole.write(to: URL(filePath: file.path))
      store.refresh()
      #expect(log.messages.last == "notice: API keys read again from \(file.path): 1")
    }
  }

  @Test func whatCannotBeReadLeavesTheKeysAndIsReportedOnce() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      let key = APIKey.generate()
      try file.update { $0 = [record("ci", key)] }
      let store = try store(file)
      // A directory, as nothing is unreadable for root.
      try FileManager.default.removeItem(atPath: file.path)
      try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: false)
      for _ in 1...3 { store.refresh() }
      #expect(store.find(key) != .unknown)
      #expect(
        log.messages == [
          "error: the 1 API keys stay as they were: cannot read the keys file \(file.path): Is a directory"
        ])
    }
  }

  @Test func aFileThatIsGoneHasNoKeys() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      let key = APIKey.generate()
      try file.update { $0 = [record("ci", key)] }
      let store = try store(file)
      try FileManager.default.removeItem(atPath: file.path)
      for _ in 1...3 { store.refresh() }
      #expect(store.find(key) == .unknown)
      #expect(log.messages == ["warning: the keys file \(file.path) is gone: no API key counts until it is back"])
      try file.update { $0 = [record("ci", key)] }
      store.refresh()
      #expect(store.find(key) != .unknown)
    }
  }

  @Test func aRevokedKeyCountsNoMoreAlthoughTheFileKeepsItsSizeAndTimes() async throws {
    try await withDirectory { directory in
      let file = APIKeyFile("\(directory)/keys.json")
      let key = APIKey.generate()
      try file.update { $0 = [record("ci", key)] }
      let other = APIKeyFile("\(directory)/other.json")
      try other.update { $0 = [record("ci", .generate())] }
      let store = try store(file)
      try FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: file.path)
      let before = try FileManager.default.attributesOfItem(atPath: file.path)
      // In place, as an editor may write.
      try Data(contentsOf: URL(filePath: other.path)).write(to: URL(filePath: file.path))
      try FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: file.path)
      let after = try FileManager.default.attributesOfItem(atPath: file.path)
      for attribute in [FileAttributeKey.size, .modificationDate, .systemFileNumber] {
        #expect(before[attribute] as? AnyHashable == after[attribute] as? AnyHashable)
      }
      store.refresh()
      #expect(store.find(key) == .unknown)
    }
  }
}
