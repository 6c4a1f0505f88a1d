using System.Net;
using System.Text.Json.Nodes;
using Shield.EndToEndTests.Cli;

namespace Shield.EndToEndTests.Service;

/// <summary>The settings file of a service that runs: what is changed in it counts, and nothing that is wrong in it does harm.</summary>
public sealed class Settings_of_the_service : ServiceTest
{
    private const string Another = "another-token-entirely";

    public Settings_of_the_service()
    {
        // Variables are stronger than the file.
        Environment["SHIELD_SERVICE__WEBHOOK__TOKEN"] = null;
        Environment["SHIELD_LEDGER__PATH"] = null;
    }

    [Fact]
    public async Task Count_when_the_file_is_saved()
    {
        await Initialise();
        var service = await StartServiceAsync("--config", Write(Text(Token)));

        Write(Text(Another, "Policy", "Autonomy", "observe"));

        await UntilAsync(async () => await IsAcceptedAsync(service, Another), "the new token counts");
        Assert.False(await IsAcceptedAsync(service, Token));
        await UntilReadySaysAsync(service, "\"outcome\": \"observed\"");
        Assert.Empty(await Listed());
    }

    [Fact]
    public async Task Stay_as_they_were_while_the_file_is_half_saved()
    {
        var whole = Text(Token);
        var service = await StartServiceAsync("--config", Write(whole));

        Write(whole[..20]);

        await UntilReadySaysAsync(service, "settings: ");
        Assert.True(await IsAcceptedAsync(service, Token));
        Write(whole);
        await UntilAsync(async () => (await ReadyOf(service))["settings"]!["refused"]!.AsArray().Count is 0, "it is whole again");
    }

    [Fact]
    public async Task Stay_as_they_were_while_the_file_is_wrong()
    {
        var service = await StartServiceAsync("--config", Write(Text(Token)));

        Write(Text(Another, "Policy", "Autonomi", "ask"));

        await UntilReadySaysAsync(service, "did you mean Policy:Autonomy?");
        Assert.True(await IsAcceptedAsync(service, Token));
        Assert.False(await IsAcceptedAsync(service, Another));
    }

    [Fact]
    public async Task That_need_a_restart_say_so_and_the_others_count()
    {
        var service = await StartServiceAsync("--config", Write(Text(Token, "Ledger", "Path", "a.db")));

        Write(Text(Another, "Ledger", "Path", "b.db"));

        await UntilReadySaysAsync(service, "Ledger:Path: was changed, and counts only after a restart");
        Assert.True(await IsAcceptedAsync(service, Another));
        Assert.True(System.IO.File.Exists(PathOf("a.db")));
        Assert.False(System.IO.File.Exists(PathOf("b.db")));
    }

    [Fact]
    public async Task That_were_wrong_at_the_start_are_mended_without_a_restart()
    {
        await Initialise();
        var service = await StartServiceAsync("--config", Write(Text(Token, "Limits", "AddPerRun", "many")));
        await AnswerOf(await PostAsync(service, FindingText.BruteForce("45.83.7.1")), HttpStatusCode.Accepted);
        await UntilReadySaysAsync(service, "Limits:AddPerRun: must be ");

        Write(Text(Token, "Limits", "AddPerRun", "100"));

        await UntilActiveAsync("45.83.7.1");
    }

    [Fact]
    public async Task That_vanish_are_named_and_count_on()
    {
        var service = await StartServiceAsync("--config", Write(Text(Token)));

        System.IO.File.Delete(PathOf("settings.json"));

        await UntilReadySaysAsync(service, "the settings file cannot be read");
        Assert.True(await IsAcceptedAsync(service, Token));
    }

    private string Write(string text) => File("settings.json", text);

    private static string Text(string token, string section = "Policy", string key = "Autonomy", string value = "act") =>
        new JsonObject
        {
            ["Service"] = new JsonObject { ["Webhook"] = new JsonObject { ["Token"] = token } },
            ["Reconcile"] = new JsonObject { ["Schedule"] = "10s" },
            [section] = new JsonObject { [key] = value },
        }.ToJsonString();

    private static async Task<bool> IsAcceptedAsync(RunningService service, string token)
    {
        using var answer = await PostAsync(service, FindingText.BruteForce("45.83.7.1"), token);
        return answer.StatusCode is HttpStatusCode.Accepted;
    }
}
