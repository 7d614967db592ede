import Logging
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
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
    var fingerprint: Fingerprint?
    var checkedAt: Duration
  }

  /// What tells two versions of a file apart.
  private struct Fingerprint: Equatable {
    var node: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int

    init?(of path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      node = UInt64(status.st_ino)
      size = Int64(status.st_size)
      #if canImport(Darwin)
        (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
      #else
        (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
      #endif
    }
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
    let fingerprint = Fingerprint(of: file.path)
    state = Mutex(State(records: try file.read(), fingerprint: fingerprint, checkedAt: time.uptime()))
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
    let fingerprint = Fingerprint(of: file.path)
    guard fingerprint != state.withLock({ $0.fingerprint }) else { return }
    do throws(APIKeyFileError) {
      let records = try file.read()
      state.withLock { state in
        state.records = records
        state.fingerprint = fingerprint
      }
      log.notice("API keys read again from \(file.path): \(records.count)")
    } catch {
      state.withLock { $0.fingerprint = fingerprint }
      log.error("the API keys stay as they were: \(error)")
    }
  }
}
