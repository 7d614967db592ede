import Logging
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The API keys that the server accepts, as the file has them: a change of the file counts within a second.
///
/// A file that is gone has no keys. One that cannot be read leaves the keys as they were, and is reported.
package final class APIKeyStore: Sendable {
  private struct State {
    var records: [APIKeyRecord]
    var stamp: FileStamp?
    var checkedAt: Duration
  }

  private let file: APIKeyFile
  private let time: SecurityTime
  private let state: Mutex<State>
  private let log = Logger(label: "juggler.security")

  /// - Throws: an `APIKeyFileError` for a file that cannot be read.
  package init(_ file: APIKeyFile, time: SecurityTime = .system) throws(APIKeyFileError) {
    self.file = file
    self.time = time
    // Before it is read: what changes in between is read again.
    let stamp = FileStamp(of: file.path)
    state = Mutex(State(records: try file.read(), stamp: stamp, checkedAt: time.uptime()))
  }

  package enum Finding: Sendable, Equatable {
    case principal(Principal)
    case expired
    case unknown
  }

  package func find(_ key: APIKey) -> Finding {
    refresh()
    let digest = key.digest
    let record = state.withLock { state in
      // Every record is compared, and all of each, so that time tells nothing.
      var found: APIKeyRecord?
      for record in state.records {
        var difference: UInt8 = 0
        for (ours, theirs) in zip(record.digest, digest) { difference |= ours ^ theirs }
        if difference == 0 { found = record }
      }
      return found
    }
    guard let record else { return .unknown }
    return record.isExpired(at: time.now()) ? .expired : .principal(record.principal)
  }

  package var count: Int { state.withLock { $0.records.count } }

  private func refresh() {
    let now = time.uptime()
    let isDue = state.withLock { state in
      guard now - state.checkedAt >= .seconds(1) else { return false }
      state.checkedAt = now
      return true
    }
    guard isDue else { return }
    let stamp = FileStamp(of: file.path)
    guard stamp != state.withLock({ $0.stamp }) else { return }
    do throws(APIKeyFileError) {
      let records = try file.read()
      state.withLock { state in
        state.records = records
        state.stamp = stamp
      }
      log.notice("API keys read again from \(file.path): \(records.count)")
    } catch {
      state.withLock { $0.stamp = stamp }
      log.error("the API keys stay as they were: \(error)")
    }
  }
}
