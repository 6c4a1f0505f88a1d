using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Hosting.Settings;

namespace Shield.Cli.Notifications;

internal static class NotifyCommand
{
    public static Command Create(CommandRunner runner) =>
        new("notify", "Notifications: try a channel, send again what a channel did not take") { Test(runner), Retry(runner) };

    private static Command Test(CommandRunner runner)
    {
        var name = new Argument<string>("channel") { Description = "Its name in the settings: ops for Notify:ops:Kind" };
        var command = new Command("test", "Send a message through one channel that is marked as a test, and say what came back") { name };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
                Find(parsed.GetRequiredValue(name), composition.Settings) is { } channel
                    ? Reply.Of(
                        await ChannelTrial.RunAsync(
                            channel,
                            composition.OpenChannels(),
                            composition.Settings.Pce.OwnerId ?? "",
                            composition.Clock,
                            cancellationToken
                        ),
                        NotifyJson.Default.NotifyTestAnswer,
                        NotifyText.WriteTest
                    )
                    : Unknown(parsed.GetRequiredValue(name), composition.Settings)
        );
        return command;
    }

    private static Command Retry(CommandRunner runner)
    {
        var command = new Command(
            "retry",
            "Send what stands in the dead-letter file (Notify:DeadLetters): messages that a channel did not take for a day"
        );
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (_, composition, cancellationToken) =>
                Reply.Of(
                    await LetterRetry.RunAsync(
                        composition.OpenDeadLetters(),
                        composition.Settings.Channels,
                        composition.OpenChannels(),
                        composition.Clock,
                        cancellationToken
                    ),
                    NotifyJson.Default.NotifyRetryAnswer,
                    NotifyText.WriteRetry
                )
        );
        return command;
    }

    private static ChannelSettings? Find(string name, ShieldSettings settings) =>
        settings.Channels.FirstOrDefault(channel => channel.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Reply Unknown(string name, ShieldSettings settings)
    {
        var known = settings.Channels.IsEmpty
            ? "none is configured: Notify:NAME:Kind and Notify:NAME:Url make one (docs/notifications.md)"
            : $"there are {string.Join(", ", settings.Channels.Select(channel => channel.Name))}";
        return Reply.Of(ErrorAnswer.Of("unknown-channel", $"no channel is called '{name}'; {known}"));
    }
}
