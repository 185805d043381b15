package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

final class PackageCycles implements Rule {

    static final String NAME = "no cycle of packages";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Violation> violations(Module module) {
        References references = References.among(module.types(), JavaClass::getPackageName);
        return references.components().stream()
                .map(cycle -> new Violation(
                        cycle, "packages in a cycle: " + String.join(", ", cycle) + references.describe(cycle)))
                .toList();
    }
}
