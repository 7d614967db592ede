package import Juggler
import OpenWorkflowRuntime
import Synchronization

/// Lets deployed workflows run one another. Workflows are made before there is a catalog of them, so it is given later.
package final class CatalogLibrary: DefinitionLibrary {
  private let catalog = Mutex<DefinitionCatalog?>(nil)

  package init() {}

  package func use(_ catalog: DefinitionCatalog) { self.catalog.withLock { $0 = catalog } }

  package func workflow(namespace: String, name: String, version: String?) async throws -> (any Workflow)? {
    catalog.withLock { $0 }?.deployment(namespace, name, version: version)?.workflow
  }
}
