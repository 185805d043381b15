package dev.chatpipeline.embedded;

import org.jspecify.annotations.Nullable;

/** The broker or the database cannot start. The message is one line for the person who started it. */
public final class StartupProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartupProblem(String line) {
        this(line, null);
    }

    public StartupProblem(String line, @Nullable Throwable cause) {
        super(line.lines().findFirst().orElse("unknown problem"), cause);
    }

    /** Combines what cannot be done with the innermost reason. */
    public static StartupProblem because(String what, Throwable cause) {
        return new StartupProblem(what + " (" + rootMessage(cause) + ")", cause);
    }

    /** The innermost message says what went wrong; the others only say where it was noticed. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String name = root.getClass().getSimpleName();
        return message == null || message.isBlank()
                ? name
                : name + ": " + message.lines().findFirst().orElse("");
    }
}
