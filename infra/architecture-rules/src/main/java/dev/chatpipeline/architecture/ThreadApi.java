package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/** Calls, also by reference, that make a thread or make one run. */
final class ThreadApi {

    private static final String CONSTRUCTOR = "<init>";

    private static final Set<String> OF_THREAD =
            Set.of(CONSTRUCTOR, "start", "startVirtualThread", "ofVirtual", "ofPlatform");

    private ThreadApi() {}

    static boolean startsThread(JavaCodeUnitAccess<?> access) {
        CodeUnitAccessTarget called = access.getTarget();
        JavaClass owner = called.getOwner();
        String name = called.getName();
        if (owner.isAssignableTo(Thread.class)) {
            return OF_THREAD.contains(name);
        }
        if (owner.isEquivalentTo(Executors.class)) {
            return name.startsWith("new") || name.equals("defaultThreadFactory");
        }
        if (owner.isAssignableTo(CompletionStage.class)) {
            return name.endsWith("Async")
                    && called.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Executor.class));
        }
        if (owner.isEquivalentTo(ForkJoinPool.class) && name.equals("commonPool")) {
            return true;
        }
        return name.equals("parallelStream") || name.equals(CONSTRUCTOR) && isPool(owner);
    }

    private static boolean isPool(JavaClass type) {
        return type.isAssignableTo(ThreadPoolExecutor.class)
                || type.isAssignableTo(ForkJoinPool.class)
                || type.isAssignableTo(Timer.class)
                || type.isAssignableTo("org.springframework.core.task.SimpleAsyncTaskExecutor")
                || type.isAssignableTo("org.springframework.scheduling.concurrent.ExecutorConfigurationSupport");
    }
}
