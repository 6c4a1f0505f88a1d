using System.Collections.Immutable;
using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Operating.Answers;
using Shield.Service;

namespace Shield.Cli.Run;

/// <summary><c>shield run</c>: the service (docs/service.md), until SIGTERM or Ctrl-C.</summary>
internal static class RunCommand
{
    private const string NotifySocket = "NOTIFY_SOCKET";

    private static readonly Option<string> Urls = new("--urls")
    {
        Description =
            "Where to listen, several with ; between: http://127.0.0.1:8080, https://0.0.0.0:8443. Port 0 lets the system choose one",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
    };

    public static Command Create(CommandRunner runner)
    {
        var command = new Command(
            "run",
            "Run as a service: take findings by webhook, from a folder, a queue or S3, and keep the PCE up to date, until SIGTERM"
        )
        {
            Urls,
        };
        Urls.Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError("--urls takes addresses such as http://127.0.0.1:8080 or https://0.0.0.0:8443, with ; between");
            }
        });
        runner.OnService(
            command,
            async (parsed, settings, terminal, cancellationToken) =>
            {
                var around = runner.Surroundings;
                try
                {
                    await ShieldService.RunAsync(
                        new ServiceParts
                        {
                            Settings = settings,
                            Urls = Parse(parsed.GetRequiredValue(Urls))!.Value,
                            Clock = around.Clock,
                            Network = around.Network,
                            NameServers = around.NameServers,
                            Note = terminal.Note,
                            // One line, complete: whoever starts the service from a script waits for it.
                            Started = async urls =>
                            {
                                await around.Output.WriteLineAsync($"shield run: ready at {string.Join(", ", urls)}; SIGTERM ends it");
                                await around.Output.FlushAsync(CancellationToken.None);
                            },
                            NotifySocket = around.Environment[NotifySocket] as string,
                        },
                        cancellationToken
                    );
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    // Ended before it had begun: for whoever ends a service that is no failure.
                }

                return Reply.Said(ExitCode.Done);
            }
        );
        return command;
    }

    /// <returns>Null where one of them is no address to listen on.</returns>
    private static ImmutableArray<Uri>? Parse(string? text)
    {
        var urls = ImmutableArray.CreateBuilder<Uri>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (
                !Uri.TryCreate(part, UriKind.Absolute, out var url)
                || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
                || url.PathAndQuery is not "/"
            )
            {
                return null;
            }

            urls.Add(url);
        }

        return urls.Count is 0 ? null : urls.DrainToImmutable();
    }
}
