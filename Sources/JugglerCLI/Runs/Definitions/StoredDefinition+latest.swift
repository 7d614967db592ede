import Juggler
import JugglerServer

extension [StoredDefinition] {
  /// The highest version that is no pre-release, or else the highest.
  var latest: StoredDefinition? {
    let versions = compactMap { stored in
      SemanticVersion(stored.workflow.version).map { (version: $0, stored: stored) }
    }
    let released = versions.filter { !$0.version.isPrerelease }
    return (released.isEmpty ? versions : released).max { $0.version < $1.version }?.stored
  }
}
