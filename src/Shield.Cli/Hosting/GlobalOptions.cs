using System.CommandLine;
using Shield.Cli.Streams;
using Shield.Hosting.Settings;

namespace Shield.Cli.Hosting;

/// <summary>What every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string> Output { get; } =
        new("--output", "-o")
        {
            Description =
                "text; json: one JSON document on standard output and nothing else; csv or plain (one indicator a line): of lists only",
            DefaultValueFactory = _ => "text",
            Recursive = true,
        };

    public Option<string?> Config { get; } =
        new("--config") { Description = "The settings file; ./shield.json if there is one and no --stack", Recursive = true };

    public Option<string?> Stack { get; } =
        new("--stack")
        {
            Description =
                "A deployment in AWS by the name of its stack: settings and ledger are its own, and its Lambda "
                + $"reconciles; {StackSettings.Variable}",
            HelpName = "name",
            Recursive = true,
        };

    public Option<string[]> Set { get; } =
        new("--set")
        {
            Description = "One setting, Key=Value, before file and environment; may be repeated",
            HelpName = "Key=Value",
            Recursive = true,
        };

    public Option<bool> NoPager { get; } =
        new("--no-pager") { Description = $"Show long lists at once, and not through {Pager.Variable}", Recursive = true };

    public GlobalOptions()
    {
        Output.AcceptOnlyFromAmong("text", "json", "csv", "plain");
        Set.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"--set takes Key=Value, not '{token.Value}'");
            }
        });
    }

    public void AddTo(Command root)
    {
        root.Options.Add(Output);
        root.Options.Add(Config);
        root.Options.Add(Stack);
        root.Options.Add(Set);
        root.Options.Add(NoPager);
    }
}
