package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.domain.JavaClass;

final class TopLevel {

    private TopLevel() {}

    /** The full name of the class that encloses this one, or its own. */
    static String name(JavaClass type) {
        String name = type.getFullName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
