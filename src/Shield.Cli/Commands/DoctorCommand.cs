using System.CommandLine;
using Shield.Cli.Output;
using Shield.Cli.Wording;
using Shield.Cli.Work.Doctor;

namespace Shield.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("doctor", "Whether every part of it works, from GuardDuty to the hosts' firewalls, with the remedy where one does not; writes nothing");
        runner.On(command, need: _ => PceNeed.None, async (_, composition, cancellationToken) =>
            Reply.Of(await new Examination(composition).RunAsync(cancellationToken), CliJson.Default.DoctorAnswer, DoctorText.Write));
        return command;
    }
}
