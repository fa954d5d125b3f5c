"""English and Spanish words that mean the same and have few letters in common. Data only.

Words of which the first letters are the same (frontier, *frontera*) need no row. What is here is
told in articles about what officials posted: a translation is proposed where enough of its words
come back, and a person judges.
"""

__all__ = ["MEANINGS"]

# English : Spanish, folded, each in the forms that posts have.
_ROWS = """
water waters : agua aguas
river rivers : rio rios
drop drops : gota gotas
dam dams : presa presas
rain rains : lluvia lluvias
drought : sequia
field fields : campo campos
farmer farmers : campesino campesinos campesina campesinas agricultor agricultores
sea : mar
land lands : tierra tierras
border borders : frontera fronteras
wall walls : muro muros
bridge bridges : puente puentes
road roads : carretera carreteras camino caminos
street streets : calle calles
house houses home homes : casa casas hogar hogares
school schools : escuela escuelas
church churches : iglesia iglesias
city cities : ciudad ciudades
town towns : pueblo pueblos
people peoples : gente gentes pueblo pueblos
country countries : pais paises
world : mundo
government governments : gobierno gobiernos
law laws : ley leyes
right rights : derecho derechos
agreement agreements deal deals : acuerdo acuerdos
treaty treaties : tratado tratados
meeting meetings : reunion reuniones encuentro encuentros
met meet : reuni reunimos encontre encontramos
received welcomed welcome : recibi recibimos bienvenida
work works working : trabajo trabajos trabajar trabajamos trabajando obra obras
job jobs : empleo empleos
worker workers : trabajador trabajadores trabajadora trabajadoras
money : dinero
tax taxes : impuesto impuestos
tariff tariffs : arancel aranceles tarifa tarifas
trade : comercio
drug drugs : droga drogas
weapon weapons gun guns : arma armas
war wars : guerra guerras
peace : paz
safety security safe : seguridad seguro segura
crime crimes : delito delitos
police : policia policias
army : ejercito
soldier soldiers troops : soldado soldados tropas elementos
judge judges : juez jueza jueces
court courts : tribunal tribunales corte
prison prisons jail : carcel carceles prision
health : salud
hospital hospitals : hospital hospitales
life lives : vida vidas
death deaths : muerte muertes
dead died : muertos fallecidos fallecio murio
child children : nino ninos nina ninas hijo hijos hija hijas
woman women : mujer mujeres
man men : hombre hombres
young youth : joven jovenes juventud
family families : familia familias
friend friends : amigo amigos amiga amigas
neighbor neighbors neighbour neighbours : vecino vecinos vecina vecinas
mother mothers : madre madres
father fathers : padre padres
student students : estudiante estudiantes
teacher teachers : maestro maestros maestra maestras
day days : dia dias
week weeks : semana semanas
month months : mes meses
year years : ano anos
today : hoy
tomorrow : manana
yesterday : ayer
night nights : noche noches
morning : manana
new : nuevo nueva nuevos nuevas
good : buen bueno buena buenos buenas
bad : mal malo mala malos malas
great big large : gran grande grandes
better best : mejor mejores
first : primer primero primera
last : ultimo ultima
free : libre libres
truth : verdad
freedom liberty : libertad libertades
respect : respeto
mutual : mutuo mutua
relationship relations : relacion relaciones
help helping : ayuda ayudar ayudamos
support supporting : apoyo apoyar apoyamos
fight fighting : lucha luchar combatir
build building built : construir construimos construido
open opens opened : abrir abrimos abre abrio abierto abierta
close closes closed : cerrar cerramos cierra cerrado cerrada
begin begins start starts started : empieza empezamos empezo comienza inicia iniciamos
end ends : termina terminar fin
win won : ganar ganamos gano
lose lost : perder perdimos perdio
vote votes voting : voto votos votar votare
pay pays paid : pagar pagamos pago pagara
buy bought : comprar compramos
sell sold : vender vendimos
invest invested investment : invertir invertimos inversion
give gives hand : dar damos entregar entrega
sign signed : firmar firmo firmamos firmare
decree decrees : decreto decretos
leave leaves : deja dejar deje
keep keeps : mantener mantenemos mantienen cumplir cumple
defend defends : defender defiende defendemos
without : sin
against : contra
together : juntos juntas
always : siempre
never : nunca jamas
only single : solo sola unico unica
every all : todo toda todos todas
nobody : nadie
everyone everybody : todos
north : norte
south : sur
east : este oriente
west : oeste poniente
mountain mountains : sierra montana montanas
fire fires : fuego incendio incendios
food : comida alimentos
corn : maiz
oil : petroleo
energy : energia
power : poder luz
key : clave llave
"""


def _read() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _ROWS.strip().splitlines():
        english, spanish = (side.split() for side in row.split(":"))
        for word in (*english, *spanish):
            found.setdefault(word, english[0])
    return found


MEANINGS = _read()
"""By each folded word the English one that stands for it; one of several meanings has the first."""
