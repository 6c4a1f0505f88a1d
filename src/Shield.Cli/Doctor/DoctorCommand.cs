using System.CommandLine;
using Shield.Cli.Acts;
using Shield.Cli.Hosting;
using Shield.Cli.Printing;
using Shield.Hosting.Acts;
using Shield.Operating.Doctor;

namespace Shield.Cli.Doctor;

internal static class DoctorCommand
{
    public static Command Create(CommandRunner runner)
    {
        var sends = new Option<bool>("--send-sample")
        {
            Description =
                "Send one sample finding, of an address that is nobody's, along the whole way: see it blocked, take it "
                + "off again, and tell the time of each stage",
        };
        var who = ActOptions.WhoOption();
        var command = new Command(
            "doctor",
            "Whether every part of it works, from GuardDuty to the hosts' firewalls, with the remedy where one does "
                + "not; writes nothing without --send-sample"
        )
        {
            sends,
            who,
        };
        runner.On(
            command,
            need: _ => PceNeed.None,
            async (parsed, composition, cancellationToken) =>
            {
                var (settings, clock) = (composition.Settings, composition.Clock);
                var examination = composition.OpenExamination(
                    parsed.GetValue(sends)
                        ? new SampleRun(
                            settings,
                            composition.OpenLedgerAsync,
                            composition.OpenReconcilerAsync,
                            composition.OpenPce,
                            await Signature.NameOfAsync(parsed.GetValue(who), runner.Surroundings.Environment, settings, cancellationToken),
                            clock
                        )
                        : null
                );
                var answer = await examination.RunAsync(cancellationToken);
                return Reply.Of(answer, DoctorJson.Default.DoctorAnswer, DoctorText.Write);
            }
        );
        return command;
    }
}
