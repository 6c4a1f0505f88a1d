using System.CommandLine;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Console.Access;
using Shield.Operating.Answers;

namespace Shield.Cli.Users;

/// <summary><c>shield console user …</c>: who may sign in to the console of <c>shield run</c> with a password.</summary>
internal static class ConsoleCommand
{
    public static Command Create(CommandRunner runner) =>
        new("console", "The web console of shield run")
        {
            new Command("user", "Who may sign in to it with a password") { Add(runner), List(runner), Remove(runner) },
        };

    private static Command Add(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Of the user, as the audit log will name them" };
        var role = new Option<string>("--role") { Description = "viewer sees, operator acts on parties, admin does all", Required = true };
        role.AcceptOnlyFromAmong("viewer", "operator", "admin");
        var command = new Command(
            "add",
            "Add a user, or give one another password and role. The password is the first line of standard input"
        )
        {
            name,
            role,
        };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                using var input = new StreamReader(runner.Surroundings.OpenInput());
                var password = await input.ReadLineAsync(cancellationToken) ?? "";
                var file = new UserFile(composition.Settings.Service.ConsoleUsers);
                var (who, what) = (parsed.GetRequiredValue(name), parsed.GetRequiredValue(role));
                return file.Add(who, what, password) is { } fault
                    ? Reply.Of(ErrorAnswer.Of("user", $"nothing was written: {fault}"))
                    : Listed(file);
            }
        );
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "Each user with the role");
        runner.On(
            command,
            need: _ => PceNeed.None,
            (_, composition, _) => Task.FromResult(Listed(new UserFile(composition.Settings.Service.ConsoleUsers)))
        );
        return command;
    }

    private static Command Remove(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Of the user" };
        var command = new Command("remove", "Remove a user, whose sessions end at once") { name };
        runner.On(
            command,
            need: _ => PceNeed.None,
            (parsed, composition, _) =>
            {
                var file = new UserFile(composition.Settings.Service.ConsoleUsers);
                var who = parsed.GetRequiredValue(name);
                return Task.FromResult(
                    file.Remove(who) ? Listed(file) : Reply.Of(ErrorAnswer.Of("user", $"there is no user '{who}' in {file.Path}"))
                );
            }
        );
        return command;
    }

    private static Reply Listed(UserFile file) =>
        Reply.Of(
            new Answer<UsersAnswer>(UsersAnswer.Of(file), ExitCode.Done),
            UsersJson.Default.UsersAnswer,
            (users, screen) =>
            {
                screen.Table(null, ["name", "role"], users.Users.Select(user => (string[])[user.Name, user.Role]));
                screen.Line($"{users.Users.Length} user(s) in {users.File}", Tone.Faint);
            }
        );
}
