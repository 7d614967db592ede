import AsyncPatterns
import Juggler
import Logging
package import OpenWorkflow
import Synchronization

/// Serves the definitions of directories, and follows their files: new ones are deployed, changed ones take the place of
/// what they were, removed ones are served no more. A file that is broken, or may not change what it changes, leaves what
/// was there serving; `problems` and the log say so.
///
/// It looks at sizes and times every so often, which works for every file system and for mounted configuration.
package final class DefinitionWatcher: Sendable {
  /// What a file becomes whose version is there with another content.
  package enum SameVersion: Sendable {
    /// It takes that one's place, unless runs that are not over are pinned to that: for development.
    case replace
    /// It is refused, as `PUT` refuses it.
    case refuse
  }

  /// A file that is not served as it is.
  package struct FileProblem: Sendable, Hashable {
    package var path: String
    /// Of a document that is invalid: all that is wrong with it.
    package var diagnostics: [Diagnostic]
    package var message: String
  }

  struct State {
    /// Of each file, as it was when it was looked at last.
    var stamps: [String: FileStamp] = [:]
    /// Of each file, what it serves.
    var served: [String: WorkflowReferenceAndDigest] = [:]
    var problems: [String: FileProblem] = [:]
    /// To be tried again although they did not change.
    var pending: Set<String> = []
  }

  let catalog: DefinitionCatalog
  let directories: [DefinitionDirectory]
  let sameVersion: SameVersion
  let isSelective: Bool
  let interval: Duration
  let clock: any Clock<Duration>
  let state = Mutex(State())
  var log: Logger { catalog.log }

  /// - Parameters:
  ///   - directories: their paths; subdirectories are part of them.
  ///   - isSelective: for directories that hold other things too, such as the one that somebody happens to work in: looks
  ///     at no subdirectories, and passes over files that are not meant as definitions.
  ///   - interval: how often to look.
  package init(
    catalog: DefinitionCatalog, directories: [String], sameVersion: SameVersion = .replace, isSelective: Bool = false,
    interval: Duration = .seconds(1), clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.catalog = catalog
    self.directories = directories.map { DefinitionDirectory(path: $0, depth: isSelective ? 0 : 16) }
    self.sameVersion = sameVersion
    self.isSelective = isSelective
    self.interval = interval
    self.clock = clock
  }

  /// The files that are not served as they are now, by path.
  package var problems: [FileProblem] {
    state.withLock { $0.problems.values.sorted { $0.path < $1.path } }
  }

  /// Looks until the task is cancelled. `scan` at the start first, so that what is there is served at once.
  package func run() async throws {
    while !Task.isCancelled {
      try await clock.sleep(for: interval)
      await scan()
    }
  }
}
