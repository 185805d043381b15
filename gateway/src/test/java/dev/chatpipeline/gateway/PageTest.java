package dev.chatpipeline.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.chatpipeline.contracts.ChatCommand.Cancel;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser. */
@UsesChatInfra
class PageTest {

    private static Playwright playwright;
    private static Browser browser;
    private static TestGateway gateway;
    private static TestWorker worker;

    private final List<String> complaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() {
        Optional<Path> chromium = chromium();
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium on the PATH");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setArgs(List.of("--no-sandbox")));
        gateway = TestGateway.shared();
        worker = new TestWorker(gateway.topics());
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            worker.close();
            playwright.close();
        }
    }

    private static Optional<Path> chromium() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @BeforeEach
    void open() {
        BrowserContext person = browser.newContext();
        person.setDefaultTimeout(20_000);
        page = person.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(gateway.url());
    }

    private String say(String message) {
        page.getByLabel("Your message").fill(message);
        page.keyboard().press("Enter");
        assertThat(items()).hasCount(1);
        page.waitForURL("**/?session=*");
        return page.url().replaceAll(".*session=", "");
    }

    private Locator items() {
        return page.locator("#messages li");
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void tokensComeAndGoOnAfterAReload() throws Exception {
        String session = say("Why is the sky blue?");
        List<TestWorker.Received> commands = worker.commands(session, 1);
        TestWorker.Answer answer = worker.answer(commands.getFirst());
        answer.introduce("Why is the sky blue?");
        answer.start();
        answer.chunk("Because of ");
        assertThat(items().nth(1)).containsText("Because of ");
        assertThat(button("Stop")).isVisible();

        TestProjector projector = new TestProjector(gateway);
        projector.commands(commands);
        page.reload();
        assertThat(items()).hasCount(2);
        assertThat(items().nth(0)).hasText("Why is the sky blue?");
        assertThat(items().nth(1)).containsText("Because of ");
        answer.chunk("<b>Rayleigh</b>\nscattering.");
        answer.complete();

        assertThat(items().nth(1)).hasText("Because of <b>Rayleigh</b> scattering.");
        assertThat(button("Stop")).isHidden();
        assertThat(complaints).isEmpty();
    }

    @Test
    void stopAsksTheWorkerToStop() throws Exception {
        String session = say("Tell me everything");
        TestWorker.Answer answer = worker.answer(session);
        answer.start();
        answer.chunk("In the beginning");
        button("Stop").click();

        assertThat(worker.commands(session, 2).getLast().command()).isInstanceOf(Cancel.class);
        answer.cancelled();
        assertThat(items().nth(1)).containsText("Stopped.");
        assertThat(button("Stop")).isHidden();
        button("New chat").click();
        assertThat(items()).hasCount(0);
        assertThat(complaints).isEmpty();
    }

    @Test
    void whoIsNoGuestIsAskedForATokenAndGetsInWithIt() {
        try (TestGateway closed = TestGateway.start("--chat.security.guest=false")) {
            page.navigate(closed.url());
            assertThat(page.locator("#hint")).containsText("This page needs a token");
            page.getByLabel("Your token").fill("no token at all");
            button("Enter").click();
            assertThat(page.locator("#hint")).containsText("cannot be verified");

            page.getByLabel("Your token").fill(TestGateway.token("reader"));
            button("Enter").click();

            assertThat(page.getByLabel("connected")).isVisible();
            assertThat(page.getByLabel("Your token")).isHidden();
            assertThat(page.locator("#model")).not().isEmpty();
            page.reload();
            assertThat(page.getByLabel("connected")).isVisible();
        }
    }
}
