using Shield.Cli.Checks;
using Shield.Cli.Printing;
using Shield.Operating.Doctor;

namespace Shield.Cli.Doctor;

internal static class DoctorText
{
    public static void Write(DoctorAnswer answer, Screen screen)
    {
        ExaminedText.Write(answer.Checks, screen);
        screen.Blank();
        screen.Lines([answer.Summary]);
    }
}
